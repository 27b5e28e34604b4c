import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// A text as a strict XML parser reads it: every tag is closed in order, every value quoted.
class ParsedXML: NSObject, XMLParserDelegate {
    struct Element {
        var name: String
        var attributes: [String: String]
        /// The words that it directly contains.
        var content = ""
        /// The words in it and in all of its elements.
        var text = ""

        func number(_ attribute: String) -> Double { attributes[attribute].flatMap { Double($0) } ?? .nan }
    }

    private(set) var elements: [Element] = []
    private(set) var isWellFormed = false
    private var open: [Int] = []

    init(xml: String) {
        super.init()
        let parser = XMLParser(data: Data(xml.utf8))
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
        if let last = open.last { elements[last].content += string }
        for index in open { elements[index].text += string }
    }

    func elements(_ names: String...) -> [Element] { elements.filter { names.contains($0.name) } }
}
