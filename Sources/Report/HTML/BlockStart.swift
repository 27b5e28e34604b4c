/// What a line begins.
enum BlockStart {
    case blank
    case heading(level: Int, Substring)
    case figure(altText: String, source: String)
    case fence
    case table
    case details(summary: Substring)
    case quote
    /// - Parameter number: nil of an item with a point.
    /// - Parameter width: of the mark with its blank.
    case item(number: Int?, width: Int)
    case text

    static let fenceMark = "```"

    /// - Parameter next: the line after it, without which a table's title is text.
    init(_ line: Substring, before next: Substring?) {
        self = .text
        switch line.first(where: { $0 != " " }) {
        case nil: self = .blank
        case "#": if let heading = Self.heading(line) { self = heading }
        case "!": if let figure = Self.figure(line) { self = figure }
        case "`": if line.hasPrefix(Self.fenceMark) { self = .fence }
        case "|": if line.hasPrefix("|"), MarkdownTable.isRule(next ?? "") { self = .table }
        case "<": if let summary = Self.summary(line) { self = .details(summary: summary) }
        case ">": if line.hasPrefix(">") { self = .quote }
        case "-": if line.hasPrefix("- ") { self = .item(number: nil, width: 2) }
        case let digit? where digit.isNumber: if let item = Self.item(line) { self = item }
        default: break
        }
    }

    private static func heading(_ line: Substring) -> BlockStart? {
        let level = line.prefix { $0 == "#" }.count
        let rest = line.dropFirst(level)
        return (1...6).contains(level) && rest.hasPrefix(" ") ? .heading(level: level, rest.trimmed) : nil
    }

    /// `![words](file)` and nothing else in the line.
    private static func figure(_ line: Substring) -> BlockStart? {
        guard line.hasPrefix("!["), line.hasSuffix(")"),
            case .link(let words, let source)? = SpanParser.spans(line.dropFirst(), links: .toFiles).first,
            SpanParser.spans(line.dropFirst(), links: .toFiles).count == 1
        else { return nil }
        return .figure(altText: words.plainText, source: source)
    }

    private static func summary(_ line: Substring) -> Substring? {
        let (start, end) = ("<details><summary>", "</summary>")
        guard line.hasPrefix(start), line.hasSuffix(end) else { return nil }
        return line.dropFirst(start.count).dropLast(end.count)
    }

    /// "12. "; no machine has more than nine digits of items.
    private static func item(_ line: Substring) -> BlockStart? {
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        guard digits.count < 10, let number = Int(digits), line.dropFirst(digits.count).hasPrefix(". ") else {
            return nil
        }
        return .item(number: number, width: digits.count + 2)
    }
}

extension Substring {
    /// Without blanks at either end.
    var trimmed: Substring {
        var rest = drop { $0 == " " }
        while rest.last == " " { rest.removeLast() }
        return rest
    }
}
