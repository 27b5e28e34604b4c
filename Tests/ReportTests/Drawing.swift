import Foundation
import Report

/// A figure.
final class Drawing: ParsedXML {
    init(_ figure: Figure) { super.init(xml: figure.svg) }
}

extension Drawing {
    /// The numbers of the view box: x, y, width, height.
    var viewBox: [Double] {
        elements.first?.attributes["viewBox"]?.split(separator: " ").compactMap { Double($0) } ?? []
    }
}

extension Drawing {
    /// Every text, and its contrast to what was last painted below its middle.
    var contrasts: [(String, Double)] {
        var grounds: [(area: Area, colour: String)] = []
        return elements.compactMap { element in
            if let ground = element.ground { grounds.append(ground) }
            guard element.name == "text" else { return nil }
            let area = element.textArea
            let (x, y) = ((area.left + area.right) / 2, (area.top + area.bottom) / 2)
            let below = grounds.last {
                ($0.area.left...$0.area.right).contains(x) && ($0.area.top...$0.area.bottom).contains(y)
            }
            let pair = [element.attributes["fill"], below?.colour].map { Self.luminance($0 ?? "") }.sorted()
            return (element.content, (pair[1] + 0.05) / (pair[0] + 0.05))
        }
    }

    /// Relative luminance of "#rrggbb" by WCAG 2; not a number of anything else.
    private static func luminance(_ colour: String) -> Double {
        guard colour.count == 7, let code = Int(colour.dropFirst(), radix: 16) else { return .nan }
        let parts = [code >> 16, code >> 8 & 0xFF, code & 0xFF].map { part -> Double in
            let share = Double(part) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
}

extension Drawing.Element {
    /// What a rectangle or a tile of a map covers, and with what colour; nil of anything else.
    fileprivate var ground: (area: Area, colour: String)? {
        guard let fill = attributes["fill"], fill.hasPrefix("#") else { return nil }
        if name == "rect" {
            let (x, y) = (attributes["x"] == nil ? 0 : number("x"), attributes["y"] == nil ? 0 : number("y"))
            return (Area(left: x, top: y, right: x + number("width"), bottom: y + number("height")), fill)
        }
        let numbers = (attributes["d"] ?? "").split { !"-.0123456789".contains($0) }.compactMap { Double($0) }
        guard name == "path", attributes["d"]?.contains("h") == true, numbers.count >= 4 else { return nil }
        let (x, y) = (numbers[0], numbers[1])
        return (Area(left: x, top: y, right: x + numbers[2], bottom: y + numbers[3]), fill)
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
