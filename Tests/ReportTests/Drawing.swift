import Foundation
import Report

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// A figure as a strict XML parser reads it.
final class Drawing: NSObject, XMLParserDelegate {
    /// An element with its attributes and what it directly contains.
    struct Element {
        var name: String
        var attributes: [String: String]
        var content = ""

        func number(_ attribute: String) -> Double { attributes[attribute].flatMap { Double($0) } ?? .nan }
    }

    private(set) var elements: [Element] = []
    private(set) var isWellFormed = false
    private var open: [Int] = []

    init(_ figure: Figure) {
        super.init()
        let parser = XMLParser(data: Data(figure.svg.utf8))
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
    }
}

extension Drawing {
    func elements(_ name: String) -> [Element] { elements.filter { $0.name == name } }

    /// The numbers of the view box: x, y, width, height.
    var viewBox: [Double] {
        elements.first?.attributes["viewBox"]?.split(separator: " ").compactMap { Double($0) } ?? []
    }
}

/// The rectangle that an element covers.
struct Area {
    var left: Double, top: Double, right: Double, bottom: Double

    func overlaps(_ other: Area) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
}

extension Drawing.Element {
    /// Where a text stands, by letters as wide as those of Verdana and DejaVu on the average, not by the plot's own
    /// table.
    var textArea: Area {
        let em = number("font-size") * (attributes["font-weight"] == "bold" ? 0.66 : 0.57)
        let width = content.reduce(0) { $0 + em * ("WM".contains($1) ? 1.5 : "il.,:;()' ".contains($1) ? 0.6 : 1) }
        let shift = ["start": 0, "middle": 0.5, "end": 1][attributes["text-anchor"]] ?? .nan
        let (x, y) = (number("x") - shift * width, number("y"))
        return Area(
            left: x, top: y - number("font-size") * 0.76, right: x + width, bottom: y + number("font-size") * 0.24)
    }

    /// Corners of a path of absolute places.
    var corners: [(x: Double, y: Double)] {
        (attributes["d"] ?? "").split { "MLZ".contains($0) }.map { pair in
            let numbers = pair.split(separator: " ").map { Double($0) ?? .nan }
            return (numbers.first ?? .nan, numbers.last ?? .nan)
        }
    }
}
