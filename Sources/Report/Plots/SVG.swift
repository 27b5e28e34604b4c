import Quantities
import Tables

/// Elements of SVG as text.
enum SVG {
    /// An element with its attributes in the order given. Values and content must be escaped already.
    static func element(
        _ name: String, _ attributes: KeyValuePairs<String, String>, _ content: String? = nil
    ) -> String {
        let start = "<" + name + attributes.map { " \($0)=\"\($1)\"" }.joined()
        guard let content else { return start + "/>" }
        return start + ">" + content + "</\(name)>"
    }

    /// A rectangle filled with one colour.
    static func rectangle(_ box: Box, fill: String) -> String {
        element(
            "rect",
            ["x": box.x.svg, "y": box.y.svg, "width": box.width.svg, "height": box.height.svg, "fill": fill])
    }

    /// The same in fewer bytes, of which a large matrix has thousands.
    /// - Parameter hint: what pointing at it tells; nil for nothing.
    static func tile(_ box: Box, fill: String, hint: String? = nil) -> String {
        element(
            "path", ["d": "M\(box.x.svg) \(box.y.svg)h\(box.width.svg)v\(box.height.svg)H\(box.x.svg)z", "fill": fill],
            hint.map { element("title", [:], $0.escapedForXML) })
    }

    /// Elements whose upright edges fall on whole pixels, so that neighbours leave no seam.
    static func crisp(_ elements: [String]) -> String {
        element("g", ["shape-rendering": "crispEdges"], "\n" + elements.map { $0 + "\n" }.joined())
    }

    /// A straight line.
    static func line(_ start: Position, _ end: Position, stroke: String, width: Double = 1, dash: String? = nil)
        -> String
    {
        let place = "M\(start.svg)L\(end.svg)"
        guard let dash else {
            return element("path", ["d": place, "stroke": stroke, "stroke-width": width.svg])
        }
        return element("path", ["d": place, "stroke": stroke, "stroke-width": width.svg, "stroke-dasharray": dash])
    }

    /// One line of text from outside or inside; it is escaped here.
    static func text(_ text: String, at place: Position, _ style: TextStyle = .small, _ anchor: Anchor = .start)
        -> String
    {
        element(
            "text",
            [
                "x": place.x.svg, "y": place.y.svg, "font-size": style.size.svg, "font-weight": style.weight.rawValue,
                "fill": style.colour, "text-anchor": anchor.rawValue,
            ], text.escapedForXML)
    }

    /// Which part of a text stands at its place.
    enum Anchor: String {
        case start, middle, end
    }
}

/// A place in the picture, in pixels from its upper left corner.
struct Position: Hashable {
    var x: Double
    var y: Double

    var svg: String { "\(x.svg) \(y.svg)" }
}

extension Double {
    /// To a tenth of a pixel. No number that is not finite leaves the drawing.
    var svg: String { isFinite ? shortest(decimals: 1) : "0" }
}

extension String {
    /// As XML content or in a quoted attribute: one line, without what XML forbids.
    var escapedForXML: String {
        var result = ""
        // XML 1.0 has no place for these two, even escaped.
        for scalar in printable.unicodeScalars where scalar != "\u{FFFE}" && scalar != "\u{FFFF}" {
            switch scalar {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
