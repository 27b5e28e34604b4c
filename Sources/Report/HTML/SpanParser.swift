/// Reads the spans of one line: what our escaper writes, and of Markdown only what our sections use.
struct SpanParser {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var text = ""
    private var spans: [MarkdownSpan] = []
    private let links: Links

    /// What a link may lead to.
    enum Links {
        /// A place on the page, or an address that a reader may follow.
        case toPages
        /// A picture beside the page.
        case toFiles
    }

    /// The spans of a line or a cell. What is not closed is text.
    static func spans(_ line: some StringProtocol, links: Links = .toPages) -> [MarkdownSpan] {
        var parser = SpanParser(Array(line.unicodeScalars)[...], links)
        return parser.parse()
    }

    private init(_ scalars: ArraySlice<Unicode.Scalar>, _ links: Links) {
        self.scalars = Array(scalars)
        self.links = links
    }

    private mutating func parse() -> [MarkdownSpan] {
        while index < scalars.count {
            switch scalars[index] {
            case "\\": readEscape()
            case "&": readEntity()
            case "`": readCode()
            case "*": readEmphasis()
            case "[": readLink()
            default: keep(1)
            }
        }
        endText()
        return spans
    }

    /// Takes the next scalars as they are.
    private mutating func keep(_ count: Int) {
        text.unicodeScalars.append(contentsOf: scalars[index..<index + count])
        index += count
    }

    private mutating func endText() {
        if !text.isEmpty { spans.append(.text(text)) }
        text = ""
    }

    private mutating func append(_ span: MarkdownSpan, endingAt end: Int) {
        endText()
        spans.append(span)
        index = end
    }

    private mutating func readEscape() {
        if index + 1 < scalars.count, Self.isPunctuation(scalars[index + 1]) { index += 1 }
        keep(1)
    }

    /// The three that are needed; any other is text.
    private mutating func readEntity() {
        for (name, meaning) in [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")] where starts(with: name, at: index) {
            text += meaning
            index += name.unicodeScalars.count
            return
        }
        keep(1)
    }

    /// In code nothing acts but the end, which is as many back-ticks as there were at the start.
    private mutating func readCode() {
        let length = run(of: "`", at: index)
        guard let end = firstRun(of: "`", length: length, after: index + length) else { return keep(length) }
        var code = scalars[(index + length)..<end]
        // A blank on either side, for code that begins or ends with a back-tick itself.
        if code.count > 2, code.first == " ", code.last == " " { code = code.dropFirst().dropLast() }
        append(.code(String(code)), endingAt: end + length)
    }

    private mutating func readEmphasis() {
        let length = min(2, run(of: "*", at: index))
        let start = index + length
        guard start < scalars.count, !scalars[start].properties.isWhitespace, let end = closing(length, after: start)
        else { return keep(length) }
        var inner = SpanParser(scalars[start..<end], links)
        let spans = inner.parse()
        append(length == 2 ? .strong(spans) : .emphasis(spans), endingAt: end + length)
    }

    /// `[words](target)`; text where it leads elsewhere.
    private mutating func readLink() {
        guard let end = first(where: { $0 == "]" }, after: index + 1), end + 1 < scalars.count,
            scalars[end + 1] == "(", let close = first(where: { $0 == ")" }, after: end + 2)
        else { return keep(1) }
        let target = String(scalars[(end + 2)..<close])
        guard links.allow(target) else { return keep(1) }
        var inner = SpanParser(scalars[(index + 1)..<end], links)
        append(.link(inner.parse(), target: target), endingAt: close + 1)
    }
}

extension SpanParser.Links {
    fileprivate func allow(_ target: String) -> Bool {
        switch self {
        case .toPages: target.hasPrefix("#") || target.hasPrefix("https://")
        case .toFiles: target.hasSuffix(".svg")
        }
    }
}

extension SpanParser {
    /// Where as many stars stand that close: not after a blank, and not in code.
    private func closing(_ length: Int, after start: Int) -> Int? {
        var position = start
        while position < scalars.count {
            switch scalars[position] {
            case "\\": position += 2
            case "`":
                let ticks = run(of: "`", at: position)
                position =
                    firstRun(of: "`", length: ticks, after: position + ticks).map { $0 + ticks }
                    ?? position + ticks
            case "*":
                let count = run(of: "*", at: position)
                let follows = position > start && !scalars[position - 1].properties.isWhitespace
                if follows, count == length || count == 3 { return position + count - length }
                position += count
            default: position += 1
            }
        }
        return nil
    }

    private func first(where matches: (Unicode.Scalar) -> Bool, after start: Int) -> Int? {
        var position = start
        while position < scalars.count {
            if scalars[position] == "\\" {
                position += 2
            } else if matches(scalars[position]) {
                return position
            } else {
                position += 1
            }
        }
        return nil
    }

    private func firstRun(of scalar: Unicode.Scalar, length: Int, after start: Int) -> Int? {
        var position = start
        while position < scalars.count {
            let count = run(of: scalar, at: position)
            if count == length { return position }
            position += max(1, count)
        }
        return nil
    }

    private func run(of scalar: Unicode.Scalar, at position: Int) -> Int {
        scalars[position...].prefix { $0 == scalar }.count
    }

    private func starts(with word: String, at position: Int) -> Bool {
        scalars[position...].starts(with: word.unicodeScalars)
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && !scalar.properties.isAlphabetic && !("0"..."9").contains(scalar) && scalar.value > 32
            && scalar.value < 127
    }
}

extension String {
    init(_ scalars: ArraySlice<Unicode.Scalar>) {
        self.init()
        unicodeScalars.append(contentsOf: scalars)
    }
}
