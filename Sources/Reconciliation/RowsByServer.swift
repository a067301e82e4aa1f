import Identity

/// Where the rows of each server are: runs of neighbours, because rows are sorted by the server's name.
///
/// Whoever counts users server by server needs one place per user and not one per server and user, of which a large
/// estate has millions.
struct RowsByServer: Sendable {
    /// By index of the server.
    private var runs: [[Range<Int>]]

    init(_ identities: Identities) {
        runs = Array(repeating: [], count: identities.servers.count)
        let rows = identities.rows
        var start = 0
        while start < rows.count {
            let server = rows.server(of: start)
            var end = start + 1
            while end < rows.count, rows.server(of: end) == server { end += 1 }
            runs[server].append(start..<end)
            start = end
        }
    }

    /// Servers with rows, rising.
    var servers: some Sequence<Int> { runs.indices.lazy.filter { !runs[$0].isEmpty } }

    /// Calls with the place of each row of a server, rising.
    func forEach(of server: Int, _ body: (Int) -> Void) {
        for run in runs[server] { for position in run { body(position) } }
    }
}
