extension Table {
    /// Comma-separated values with a heading, quoted where RFC 4180 asks for it; each row is one line.
    package var csv: String {
        ([columns.map(\.title)] + rows)
            .map { $0.map(Self.quoted).joined(separator: ",") + "\n" }
            .joined()
    }

    private static func quoted(_ cell: String) -> String {
        let cell = cell.printable
        guard cell.contains(where: { $0 == "," || $0 == "\"" }) else { return cell }
        return "\"" + cell.flatMap { $0 == "\"" ? "\"\"" : String($0) } + "\""
    }
}
