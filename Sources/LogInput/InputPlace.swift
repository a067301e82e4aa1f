/// Where an input is: a file, and the member of it where the file is an archive.
public struct InputPlace: Sendable, Hashable {
    /// The file's path, for people and stores; `-` for standard input.
    public var path: String
    /// The member's name as the archive gives it, `inner.zip!a.log` inside an archive in it; empty for a plain file.
    public var member: String

    public init(path: String, member: String = "") {
        self.path = path
        self.member = member
    }

    /// `archive!member`, or the path alone.
    public var display: String { member.isEmpty ? path : path + "!" + member }

    /// A member of the archive that is here.
    func member(_ name: String) -> InputPlace {
        InputPlace(path: path, member: member.isEmpty ? name : member + "!" + name)
    }

    /// The file for a POSIX shell.
    var pastable: String { PastablePath(path).posix }

    /// The whole path of a file; of a member its last name, which is what unpacking it makes.
    var fileName: String {
        guard !member.isEmpty else { return path }
        let last = member.utf8.split { [UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "!")].contains($0) }.last
        return last.map { String(decoding: $0, as: UTF8.self) } ?? "FILE"
    }
}
