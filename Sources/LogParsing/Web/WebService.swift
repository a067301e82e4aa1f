import AccessModel

/// The IIS service that wrote a line.
enum WebService {
    case web, ftp, smtp

    /// Beginnings of a site name or folder, and the service they name (row contract, "Web lines").
    private static let bySite: [(prefix: StaticString, service: WebService)] = [
        ("msftpsvc", .ftp), ("ftpsvc", .ftp), ("smtpsvc", .smtp),
    ]

    /// - Parameters:
    ///   - site: `s-sitename`, or the site folder where the line has none.
    ///   - hasFTPSession: whether `#Fields` has the FTP service's own column `x-session`.
    init(site: UnsafeRawBufferPointer, hasFTPSession: Bool) {
        if let named = WebService.bySite.first(where: { LineText.begins(site, with: $0.prefix) }) {
            self = named.service
        } else {
            self = hasFTPSession ? .ftp : .web
        }
    }

    var channel: Channel {
        switch self {
        case .web: .web
        case .ftp: .ftp
        case .smtp: .smtp
        }
    }

    /// - Parameters:
    ///   - status: value of `sc-status`, nil where there is no such column, -1 where its value is no number.
    ///   - hasUser: whether the line names a user.
    func outcome(status: Int?, hasUser: Bool) -> Outcome {
        guard let status else { return .success }
        let succeeded =
            switch self {
            case .web, .smtp: (100...399).contains(status)
            case .ftp: (200...299).contains(status) || (hasUser && ((100...199).contains(status) || status == 350))
            }
        return succeeded ? .success : .failure
    }
}
