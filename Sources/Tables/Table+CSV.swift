extension Table {
    /// Comma-separated values with a heading, quoted where RFC 4180 asks for it.
    package var csv: String {
        ([columns.map(\.title)] + rows)
            .map { $0.map(Self.quoted).joined(separator: ",") + "\n" }
            .joined()
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
        return "\"" + cell.flatMap { $0 == "\"" ? "\"\"" : String($0) } + "\""
    }
}
