import AccessModel

/// What kind of log the lines belong to.
enum W3CLogKind {
    /// Requests a server answered.
    case access
    /// The same, written by IIS Advanced Logging, which quotes values that hold blanks.
    case advanced
    /// What http.sys refused or lost: contact attempts, no access, no user.
    case httpError
    /// Packets, in local time: no access.
    case firewall

    init(format: LogFormat) {
        switch format {
        case .httpErr: self = .httpError
        case .windowsFirewall: self = .firewall
        default: self = .access
        }
    }

    /// The value of a `#Software` directive. Anything but the two below writes access logs; IIS calls itself
    /// `Microsoft Internet Information Services N`, and `Microsoft HTTP Server API` is not the error log's
    /// `Microsoft HTTP API` (`docs/formats.md`, "HTTPERR").
    init(software: UnsafeRawBufferPointer) {
        if LineText.begins(software, with: "microsoft http api") {
            self = .httpError
        } else if LineText.begins(software, with: "microsoft windows firewall") {
            self = .firewall
        } else if LineText.begins(software, with: "iis advanced logging") {
            self = .advanced
        } else {
            self = .access
        }
    }

    /// Whether values may stand in double quotes, quotes in them doubled.
    var quotesValues: Bool { self == .advanced }

    /// The rule that ignores every line, nil where lines are read.
    var ignoringRule: String? {
        switch self {
        case .access, .advanced: nil
        case .httpError: "http-error-log"
        case .firewall: "firewall-log"
        }
    }
}
