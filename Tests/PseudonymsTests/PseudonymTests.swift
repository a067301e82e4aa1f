import AccessModel
import Foundation
import Testing

@testable import Pseudonyms

func sampleKey(_ byte: UInt8 = 7) throws -> PseudonymKey {
    try #require(PseudonymKey(secret: [UInt8](repeating: byte, count: PseudonymKey.minimumBytes)))
}

@Suite struct PseudonymTests {
    /// RFC 4231, test case 6.
    @Test func theCodeIsHMAC() throws {
        let key = try #require(PseudonymKey(secret: [UInt8](repeating: 0xAA, count: 131)))
        let code = key.code(of: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8))
        #expect(
            code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    @Test func sameNameAndKeySamePseudonym() throws {
        let (key, other) = (try sampleKey(), try sampleKey(8))
        let name = Pseudonym(of: "A.Adler", kind: .user, key: key)
        #expect(name == Pseudonym(of: "a.adler", kind: .user, key: key))
        #expect(name != Pseudonym(of: "a.adler", kind: .user, key: other))
        #expect(name != Pseudonym(of: "a.adler", kind: .device, key: key))
        #expect(name != Pseudonym(of: "a.adle", kind: .user, key: key))
        // Composed and decomposed are two names.
        #expect(
            Pseudonym(of: "j.m\u{FC}ller", kind: .user, key: key)
                != Pseudonym(of: "j.mu\u{308}ller", kind: .user, key: key))
        let same = try sampleKey()
        #expect(key.id != other.id && key.id == same.id && key.id.utf8.count == PseudonymDigits.count)
    }

    @Test func itsTextIsReadBack() throws {
        let key = try sampleKey()
        for kind in PersonalKind.allCases {
            let made = Pseudonym(of: "x", kind: kind, key: key)
            #expect(made.text.utf8.count == kind.rawValue.utf8.count + 17)
            for text in [
                made.text, made.text.uppercased(), "corp\\\(made.text)", "\(made.text)@corp.example.com",
                "corp\\\(made.text)$",
                "\(made.text).corp.example.com",
            ] { #expect(try Pseudonym(reading: text) == made) }
        }
        let good = Pseudonym(of: "x", kind: .user, key: key).text
        for text in [
            "", "user", "user-", String(good.dropLast()), good + "0", "person" + good.dropFirst(4) + "0",
            "user-7k3q9x2m4d0v8h6l",
        ] {
            #expect(throws: PseudonymError.noPseudonym(text)) { _ = try Pseudonym(reading: text) }
        }
    }

    @Test func aCollisionIsTold() throws {
        #expect(throws: PseudonymError.collision(pseudonym: "user-b")) {
            try Pseudonymiser.requireDistinct(["user-a", "user-b", "user-b"])
        }
        try Pseudonymiser.requireDistinct(["user-a", "user-b"])
    }

    @Test func whatAKeyFileMustBe() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/headcount-key-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func write(_ count: Int, mode: Int = 0o600) throws -> String {
            let path = folder + "/key-\(count)-\(mode)"
            let bytes = Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) })
            #expect(
                FileManager.default.createFile(atPath: path, contents: bytes, attributes: [.posixPermissions: mode]))
            return path
        }
        let least = try PseudonymKey.read(file: write(PseudonymKey.minimumBytes))
        let unwritable = try PseudonymKey.read(file: write(PseudonymKey.minimumBytes, mode: 0o400))
        let longest = try PseudonymKey.read(file: write(PseudonymKey.maximumBytes))
        #expect(least.id == unwritable.id && least.id != longest.id)
        let short = try write(PseudonymKey.minimumBytes - 1)
        #expect(throws: PseudonymError.tooShort(file: short, bytes: PseudonymKey.minimumBytes - 1)) {
            _ = try PseudonymKey.read(file: short)
        }
        let long = try write(PseudonymKey.maximumBytes + 1)
        #expect(throws: PseudonymError.tooLong(file: long)) { _ = try PseudonymKey.read(file: long) }
        for mode in [0o640, 0o604, 0o660, 0o610, 0o601] {
            let open = try write(64, mode: mode)
            #expect(throws: PseudonymError.openToOthers(file: open, mode: UInt32(mode))) {
                _ = try PseudonymKey.read(file: open)
            }
        }
        #expect(throws: PseudonymError.notAFile(file: folder)) { _ = try PseudonymKey.read(file: folder) }
        #expect(throws: PseudonymError.unreadable(file: folder + "/none", reason: "No such file or directory")) {
            _ = try PseudonymKey.read(file: folder + "/none")
        }
        // What, where, why, what next.
        #expect(PseudonymError.tooShort(file: "k", bytes: 3).description.contains("head -c 32 /dev/urandom"))
    }
}
