/// Reads the blocks of a page: those that our own sections write, and nothing else. What is not one is a paragraph.
struct BlockParser {
    private let lines: ArraySlice<Substring>
    private var index: Int
    private var blocks: [MarkdownBlock] = []

    /// The blocks of a whole page.
    static func blocks(_ markdown: String) -> [MarkdownBlock] {
        blocks(markdown.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Substring.init))
    }

    private static func blocks(_ lines: [Substring]) -> [MarkdownBlock] {
        var parser = BlockParser(lines)
        return parser.parse()
    }

    private init(_ lines: [Substring]) {
        self.lines = lines[...]
        index = lines.startIndex
    }

    private mutating func parse() -> [MarkdownBlock] {
        while let line {
            switch BlockStart(line, before: next) {
            case .blank: index += 1
            case .heading(let level, let text): take(.heading(level: level, SpanParser.spans(text)))
            case .figure(let altText, let source): take(.figure(altText: altText, source: source))
            case .fence: readCode()
            case .table: readTable()
            case .details(let summary): readDetails(summary)
            case .quote: readQuote()
            case .item(let start, let width): readList(start, width)
            case .text: readParagraph()
            }
        }
        return blocks
    }

    private var line: Substring? { index < lines.endIndex ? lines[index] : nil }
    private var next: Substring? { index + 1 < lines.endIndex ? lines[index + 1] : nil }

    private mutating func take(_ block: MarkdownBlock) {
        blocks.append(block)
        index += 1
    }

    /// The lines from here on that belong together; after them.
    private mutating func takeLines(while belongs: (Substring) -> Bool) -> [Substring] {
        let taken = lines[index...].prefix(while: belongs)
        index += taken.count
        return Array(taken)
    }

    /// To the next fence, or to the end where there is none.
    private mutating func readCode() {
        index += 1
        let code = takeLines { !$0.hasPrefix(BlockStart.fenceMark) }
        take(.code(code.joined(separator: "\n")))
    }

    private mutating func readTable() {
        let rows = takeLines { $0.hasPrefix("|") }
        if let table = MarkdownTable(lines: rows) { blocks.append(.table(table)) }
    }

    /// To the end of these details, which may hold others.
    private mutating func readDetails(_ summary: Substring) {
        index += 1
        var depth = 1
        let inner = takeLines { line in
            if line.hasPrefix("<details>") { depth += 1 }
            if line == "</details>" { depth -= 1 }
            return depth > 0
        }
        take(.details(summary: SpanParser.spans(summary), Self.blocks(inner)))
    }

    private mutating func readQuote() {
        let inner = takeLines { $0.hasPrefix(">") }.map { $0.dropFirst($0.hasPrefix("> ") ? 2 : 1) }
        blocks.append(.quote(Self.blocks(inner)))
    }

    private mutating func readParagraph() {
        var words: [Substring] = []
        while let line, case .text = BlockStart(line, before: next) {
            words.append(line.trimmed)
            index += 1
        }
        blocks.append(.paragraph(SpanParser.spans(words.joined(separator: " "))))
    }

    private mutating func readList(_ start: Int?, _ width: Int) {
        var items: [[MarkdownBlock]] = []
        while let line, case .item(let number, let width) = BlockStart(line, before: next),
            (number == nil) == (start == nil)
        {
            index += 1
            items.append(Self.blocks([line.dropFirst(width)] + itemLines(indentedBy: width)))
        }
        blocks.append(.list(start: start, items: items))
    }

    /// What follows an item's first line and is of it: what is indented, and a paragraph's next lines. The empty lines
    /// between two items are taken too.
    private mutating func itemLines(indentedBy width: Int) -> [Substring] {
        var taken: [Substring] = []
        var isAfterBlank = false
        while let line {
            let start = BlockStart(line, before: next)
            if case .blank = start {
                isAfterBlank = true
                taken.append("")
            } else if line.hasPrefix(String(repeating: " ", count: width)) {
                isAfterBlank = false
                taken.append(line.dropFirst(width))
            } else if case .text = start, !isAfterBlank {
                taken.append(line)
            } else {
                break
            }
            index += 1
        }
        return taken
    }
}
