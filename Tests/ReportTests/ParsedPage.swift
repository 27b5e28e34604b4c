import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// The body of an HTML page as a strict XML parser reads it: every tag is closed in order, every value quoted.
final class ParsedPage: NSObject, XMLParserDelegate {
    struct Element {
        var name: String
        var attributes: [String: String]
        /// The words in it and in all of its elements.
        var text = ""
    }

    private(set) var elements: [Element] = []
    private(set) var isWellFormed = false
    private var open: [Int] = []
    /// The page's beginning, down to its body.
    let head: String

    init(_ html: String) {
        let start = html.range(of: "<body>")?.lowerBound ?? html.startIndex
        let end = html.range(of: "</body>", options: .backwards)?.upperBound ?? html.endIndex
        head = String(html[..<start])
        super.init()
        let parser = XMLParser(data: Data(html[start..<end].utf8))
        parser.delegate = self
        isWellFormed = parser.parse()
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        open.append(elements.count)
        elements.append(Element(name: name, attributes: attributes))
    }

    func parser(_ parser: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        for index in open { elements[index].text += string }
    }
}

extension ParsedPage {
    func elements(_ names: String...) -> [Element] { elements.filter { names.contains($0.name) } }

    /// All values of an attribute.
    func values(_ attribute: String) -> [String] { elements.compactMap { $0.attributes[attribute] } }
}

/// What tests need of Foundation.
enum Words {
    /// Markdown as our escaper writes it, without its escapes and marks.
    static func plain(_ markdown: String) -> String {
        var text = ""
        var isEscaped = false
        for character in markdown {
            if isEscaped || !"\\*`".contains(character) { text.append(character) }
            isEscaped = character == "\\" && !isEscaped
        }
        return text.replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&amp;", with: "&")
    }

    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
