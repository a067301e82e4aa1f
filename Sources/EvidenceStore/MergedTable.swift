/// A table of contributions and how its columns are carried from one store into another.
struct MergedTable {
    /// What a column holds, and so how its value is carried over.
    enum Column {
        /// The id of an input; one that is not carried over takes its rows with it.
        case input
        case text, facet, eventLog
        /// A number, a text or bytes that mean the same in every store.
        case value
        /// Derived by `settle`: nothing yet.
        case derived
    }

    var name: String
    var columns: [(name: String, column: Column)]
    /// Columns of the other store by which rows are read: the order of rows with ids of their own is kept.
    var order: String

    private init(_ name: String, order: String = "", _ columns: [(String, Column)]) {
        self.name = name
        self.columns = columns.map { (name: $0.0, column: $0.1) }
        self.order = order
    }

    /// All tables keyed by an input, but `input` and `input_place` themselves and what only open inputs have.
    static let all = [
        MergedTable("tally", [("input", .input), ("kind", .value), ("name", .value), ("count", .value)]),
        MergedTable(
            "rejection",
            [
                ("input", .input), ("number", .value), ("reason", .value), ("offset", .value), ("record", .value),
                ("detail", .value),
            ]),
        MergedTable(
            "visit_set", order: "id",
            [
                ("input", .input), ("part", .value), ("day", .value), ("outcome", .value), ("channel", .text),
                ("server", .text), ("server_address", .text), ("site", .text), ("product_hint", .text),
                ("agent_class", .text), ("peer", .text), ("hops", .text), ("visitors", .value),
                ("first_seen", .value), ("last_seen", .value), ("data", .value),
            ]),
        MergedTable(
            "sighting",
            [
                ("input", .input), ("source", .value), ("computer", .text), ("server_address", .text),
                ("log_channel", .text), ("day", .value), ("records", .value), ("first_seen", .value),
                ("last_seen", .value), ("cleared", .value), ("interrupted", .value), ("first_cleared", .value),
                ("last_cleared", .value), ("clock_changes", .value), ("first_id", .value), ("last_id", .value),
                ("lost", .value), ("policy_changes", .value), ("first_stop", .value), ("last_stop", .value),
                ("first_stop_found", .value), ("last_stop_found", .value),
            ]),
        MergedTable(
            "agent_set", order: "id",
            [
                ("input", .input), ("part", .value), ("computer", .text), ("server_address", .text), ("site", .text),
                ("peers", .value), ("data", .value),
            ]),
        MergedTable(
            "lease",
            [
                ("input", .input), ("address", .text), ("name", .text), ("hardware", .text), ("day", .value),
                ("count", .value), ("first_seen", .value), ("last_seen", .value),
            ]),
        MergedTable(
            "account_rename",
            [
                ("input", .input), ("computer", .text), ("domain", .text), ("old_name", .text), ("new_name", .text),
                ("sid", .text), ("time", .value), ("offset", .value),
            ]),
        MergedTable(
            "web_identity",
            [
                ("input", .input), ("computer", .text), ("server_address", .text), ("site", .text),
                ("account", .text), ("device_id", .text), ("address", .text), ("forwarded", .text), ("day", .value),
            ]),
        MergedTable(
            "event_run",
            [
                ("input", .input), ("log", .eventLog), ("part", .value), ("number", .value), ("count", .value),
                ("data", .value),
            ]),
        MergedTable(
            "event_log_range",
            [
                ("input", .input), ("log", .eventLog), ("first_id", .value), ("last_id", .value), ("ranges", .value),
                ("missing", .value), ("is_coarse", .value), ("data", .value),
            ]),
        MergedTable(
            "event_log_day",
            [
                ("input", .input), ("log", .eventLog), ("day", .value), ("ranges", .value), ("data", .value),
            ]),
        MergedTable(
            "event_span",
            [
                ("input", .input), ("log", .eventLog), ("first_id", .value), ("last_id", .value),
                ("repeats", .value),
            ]),
        MergedTable(
            "web_server",
            [("input", .input), ("computer", .text), ("server_address", .text), ("server", .derived)]),
    ]

    /// Copies the rows of the inputs in `temp.input_of`.
    var copying: String {
        var values: [String] = []
        var joins: [String] = []
        for (name, column) in columns {
            switch column {
            case .input: values.append("i.new")
            case .value: values.append("o.\(name)")
            case .derived: values.append("NULL")
            case .text, .facet, .eventLog:
                let mapping = "m\(joins.count)"
                joins.append(
                    "LEFT JOIN temp.\(StoreMerging.mapping(of: column)) \(mapping) ON \(mapping).old = o.\(name)")
                values.append("\(mapping).new")
            }
        }
        return """
            INSERT INTO \(name)(\(columns.map(\.name).joined(separator: ", ")))
            SELECT \(values.joined(separator: ", "))
            FROM temp.input_of i CROSS JOIN other.\(name) o ON o.input = i.old \(joins.joined(separator: " "))
            ORDER BY i.new\(order.isEmpty ? "" : ", o.\(order)")
            """
    }
}
