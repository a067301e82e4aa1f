import AccessModel

/// An account's name as records write it, taken apart: `CORP\alice`, `alice@corp.contoso.com`, `alice`.
struct AccountName: Sendable, Hashable {
    /// Domain or realm, lower-case; empty where none is given.
    var domain: String
    /// Name without domain and realm, lower-case.
    var name: String
    /// The whole `name@realm`, empty where the name has no realm.
    var principal: String

    /// - Parameters: the texts as recorded; a name that carries its own domain or realm overrides `domain`.
    init(domain: String, name: String) {
        self.domain = domain
        self.name = name
        principal = ""
        if let cut = name.utf8.firstIndex(of: UInt8(ascii: "\\")) {
            if cut != name.startIndex { self.domain = String(name[..<cut]) }
            self.name = String(name[name.utf8.index(after: cut)...])
        }
        if let at = self.name.utf8.lastIndex(of: UInt8(ascii: "@")), at != self.name.startIndex {
            let realm = String(self.name[self.name.utf8.index(after: at)...])
            if !realm.isEmpty {
                principal = self.name
                self.domain = realm
            }
            self.name = String(self.name[..<at])
        }
    }

    /// Reads a reference as people write it (`CORP\alice`, a UPN, a bare name), lower-casing it.
    init(reference: String) { self.init(domain: "", name: reference.scalarLowercased) }
}

/// What the text of a SID says. (Microsoft, MS-DTYP 2.4, and "Well-known SIDs".)
enum SIDText {
    /// Issued by a machine, a domain, or Microsoft Entra ID: one account each. All other SIDs are shared by many machines.
    static func isAccount(_ sid: String) -> Bool {
        sid.utf8.starts(with: "S-1-5-21-".utf8) || sid.utf8.starts(with: "S-1-12-1-".utf8)
    }

    /// Everything before the last part: the issuer.
    static func issuer(_ sid: String) -> String? {
        sid.utf8.lastIndex(of: UInt8(ascii: "-")).map { String(sid[..<$0]) }
    }

    /// The last part.
    static func relativeID(_ sid: String) -> String? {
        sid.utf8.lastIndex(of: UInt8(ascii: "-")).map { String(sid[sid.utf8.index(after: $0)...]) }
    }
}
