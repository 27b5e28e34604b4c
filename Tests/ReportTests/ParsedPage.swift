import Foundation

/// The body of an HTML page.
final class ParsedPage: ParsedXML {
    /// The page's beginning, down to its body.
    let head: String

    init(_ html: String) {
        let start = html.range(of: "<body>")?.lowerBound ?? html.startIndex
        let end = html.range(of: "</body>", options: .backwards)?.upperBound ?? html.endIndex
        head = String(html[..<start])
        super.init(xml: String(html[start..<end]))
    }

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
