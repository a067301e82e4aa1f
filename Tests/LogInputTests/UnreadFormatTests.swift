import AccessModel
import Foundation
import Testing

@testable import LogInput

@Suite struct UnreadFormatTests {
    @Test func everyContentSaysWhatItIsAndWhatToDo() {
        for content in UnreadFormat.allCases {
            let unread = content.explain(path: "logs/input")
            #expect(!unread.reason.isEmpty && !unread.remedy.isEmpty && !unread.isFailure)
            #expect(unread.path == "logs/input" && !unread.format.isRead)
        }
    }

    @Test func theCommandsForEventLogs() {
        let remedy = UnreadFormat.evtx.explain(path: "logs/dc 01/Security.evtx").remedy
        #expect(remedy.contains("wevtutil qe \"Security.evtx\" /lf:true /f:xml /e:Events > \"Security.xml\""))
        #expect(remedy.contains("evtx_dump -o xml 'logs/dc 01/Security.evtx' > 'logs/dc 01/Security.xml'"))
        let named = UnreadFormat.evtx.explain(path: "Microsoft-Windows-SMBServer%4Operational.evtx").remedy
        #expect(named.contains("\"Microsoft-Windows-SMBServer%4Operational.evtx\""))
    }

    @Test func theOtherCommands() {
        func remedy(_ format: LogFormat, _ path: String) -> String {
            UnreadFormat.explain(format: format, path: path).remedy
        }
        #expect(remedy(.ual, "SUM/Current.mdb").contains("Get-UalUserAccess | Export-Csv"))
        #expect(
            remedy(.centralizedBinary, "W3SVC/ra240101.ibl")
                .contains("LogParser \"SELECT * INTO ra240101.log FROM ra240101.ibl\" -i:BIN -o:W3C"))
        #expect(remedy(.clixml, "a.xml").contains("ForEach-Object { $_.ToXml() } | Set-Content -Encoding utf8"))
        #expect(
            UnreadFormat.tar.explain(path: "a.tar.gz", isCompressed: true).remedy
                .contains("mkdir a.tar.gz.unpacked && tar -xf a.tar.gz -C a.tar.gz.unpacked"))
        #expect(UnreadFormat.zip.explain(path: "a b.zip").remedy.contains("unzip 'a b.zip' -d 'a b.zip.unpacked'"))
        #expect(remedy(.archive, "x").contains("Unpack it"))
        #expect(UnreadFormat.explain(format: .unknown, path: "x").format == .unknown)
    }

    @Test func whatIsInsideGzipIsUnpackedFirst() {
        let remedy = UnreadFormat.evtx.explain(path: "it's/Security.evtx.gz", isCompressed: true).remedy
        #expect(remedy.hasPrefix("First unpack it: gzip -dk 'it'\\''s/Security.evtx.gz'. Then: "))
        #expect(remedy.contains("wevtutil qe \"Security.evtx\"") && remedy.contains("'it'\\''s/Security.evtx'"))
        #expect(
            UnreadFormat.evtx.explain(path: "raw", isCompressed: true).remedy.contains("gzip -dc < raw > raw.unpacked"))
    }

    @Test(arguments: [
        "a\".evtx", "a%PATH%.evtx", "%CMDCMDLINE:~-1%&calc.evtx", "$(calc).evtx", "`calc`.evtx", "a\u{201D}; calc.evtx",
        "a!b!.evtx", "a\nb.evtx", "a%.evtx", "a'b|c.evtx", "a%%4.evtx",
    ]) func namesThatWindowsShellsWouldActOnAreNotPasted(name: String) {
        let remedy = UnreadFormat.evtx.explain(path: "logs/" + name).remedy
        #expect(remedy.contains("wevtutil qe \"FILE.evtx\"") && remedy.contains("> \"FILE.xml\""))
        let ibl = UnreadFormat.centralizedBinary.explain(path: "logs/" + name).remedy
        #expect(ibl.contains("INTO FILE.log FROM FILE.ibl\""))
    }

    private static let names = [
        "plain.log", "with space", "quo'te", "dou\"ble", "$(touch x)", "`touch x`", "a;b", "a&b", "a|b", "a>b", "*",
        "~",
        "#x", "-rf", "a\\b", "new\nline", "esc\u{1B}[31m", "bidi\u{202E}x", "é\u{1F600}", "!x", "a'\\''b", "\t", "'",
        "=x",
    ]

    @Test func noControlCharacterReachesATerminal() {
        for name in Self.names {
            for content in UnreadFormat.allCases {
                let remedy = content.explain(path: name).remedy
                #expect(printable(remedy) == remedy)
            }
        }
    }

    /// The shell itself gives the name back, and runs nothing else.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/bash"), "needs bash"))
    func theShellReadsTheNameAsItIs() throws {
        for name in Self.names {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/bash")
            process.arguments = ["-c", "printf '%s' " + PastablePath(name).posix]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let bytes = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            #expect(Array(bytes) == Array((name.hasPrefix("-") ? "./" + name : name).utf8))
        }
    }
}
