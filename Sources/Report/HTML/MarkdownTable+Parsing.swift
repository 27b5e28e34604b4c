extension MarkdownTable {
    /// - Parameter lines: titles, the rule below them, and rows; nil where there is no rule.
    init?(lines: [Substring]) {
        guard lines.count >= 2, Self.isRule(lines[1]) else { return nil }
        let rules = Self.cells(lines[1])
        let titles = Self.cells(lines[0])
        columns = rules.enumerated().map { index, rule in
            Column(title: SpanParser.spans(index < titles.count ? titles[index] : ""), isRight: rule.hasSuffix(":"))
        }
        let count = columns.count
        rows = lines.dropFirst(2).map { line in
            let cells = Self.cells(line).prefix(count).map { SpanParser.spans($0) }
            return cells + Array(repeating: [], count: count - cells.count)
        }
    }

    /// Whether a line is the one below a table's titles: `| --- | --: |`.
    static func isRule(_ line: Substring) -> Bool {
        line.hasPrefix("|") && line.contains("-") && line.utf8.allSatisfy { "|-: ".utf8.contains($0) }
    }

    /// The texts between the pipes, with their escapes, but for those of pipes.
    private static func cells(_ line: Substring) -> [String] {
        var cells: [String] = []
        var cell = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in line.unicodeScalars.dropFirst() {
            switch scalar {
            case "|" where !isEscaped:
                cells.append(String(Substring(String(cell)).trimmed))
                cell = .init()
            case "|":
                cell.removeLast()
                cell.append(scalar)
            default: cell.append(scalar)
            }
            isEscaped = scalar == "\\" && !isEscaped
        }
        return cells
    }
}
