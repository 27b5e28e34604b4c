import Tables

/// Elements of HTML as text.
enum HTML {
    /// An element without attributes; the content must be escaped already.
    static func element(_ name: String, _ content: String) -> String { element(name, [:], content) }

    /// An element with its attributes in the order given; their values are escaped here, the content must be already.
    static func element(
        _ name: String, _ attributes: KeyValuePairs<String, String>, _ content: String
    ) -> String {
        start(name, attributes) + content + "</\(name)>"
    }

    /// The beginning of an element, or all of one that has no end.
    static func start(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) -> String {
        "<" + name + attributes.map { " \($0)=\"\($1.escapedForXML)\"" }.joined() + ">"
    }

    /// Text, in which no line ends within an option's name: a browser would break "--memory" after its hyphens.
    static func words(_ text: String) -> String {
        guard text.contains("--") else { return text.escapedForXML }
        return text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            .map { word in
                let html = String(Substring(word)).escapedForXML
                // A longer word is no option, and may need a break.
                return word.starts(with: "--".utf8) && word.count <= 30
                    ? element("span", ["class": "option"], html) : html
            }
            .joined(separator: " ")
    }

    /// Code with its line breaks.
    static func lines(_ text: String) -> String {
        text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(Substring($0)).escapedForXML }.joined(separator: "\n")
    }
}

extension [MarkdownSpan] {
    /// As HTML. A reader's own step leads to an address outside; nothing is loaded from there.
    var html: String {
        map { span in
            switch span {
            case .text(let text): HTML.words(text)
            case .code(let text): HTML.element("code", text.escapedForXML)
            case .strong(let spans): HTML.element("strong", spans.html)
            case .emphasis(let spans): HTML.element("em", spans.html)
            case .link(let spans, let target):
                target.hasPrefix("#")
                    ? HTML.element("a", ["href": target], spans.html)
                    : HTML.element("a", ["href": target, "rel": "noreferrer"], spans.html)
            }
        }.joined()
    }
}
