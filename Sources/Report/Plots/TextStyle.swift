import Tables

/// How a text looks, and from that how much room it needs.
struct TextStyle: Hashable {
    var size: Double
    var weight: Weight
    var colour: String

    enum Weight: String {
        case normal, bold
    }

    static let title = TextStyle(size: 16, weight: .bold, colour: "#111111")
    static let axis = TextStyle(size: 13, weight: .normal, colour: "#222222")
    static let small = TextStyle(size: 12, weight: .normal, colour: "#333333")
}

extension TextStyle {
    /// The width of a text in pixels, from above: the reader's font is unknown, and this is one of the widest.
    func width(of text: String) -> Double {
        let widths = weight == .bold ? Self.boldWidths : Self.widths
        return text.unicodeScalars.reduce(0) { $0 + Self.width(of: $1, widths) } * size / 100
    }

    /// The text, or as much of its beginning as fits before an ellipsis.
    func fitted(_ text: String, to width: Double) -> String {
        var text = text.printable
        guard self.width(of: text) > width else { return text }
        // What is dropped at once is out of reach: no visible character is narrower than a tenth of its size.
        text = String(text.prefix(Int(width / size * 10) + 1))
        while !text.isEmpty, self.width(of: text + "…") > width { text.removeLast() }
        return text + "…"
    }

    /// The text in lines between words; the last line ends in an ellipsis where they do not suffice.
    func wrapped(_ text: String, to width: Double, lines: Int) -> [String] {
        var rest = text.printable.split(separator: " ").map(String.init)[...]
        var result: [String] = []
        while let word = rest.popFirst() {
            guard result.count < lines - 1 else {
                result.append(fitted(([word] + rest).joined(separator: " "), to: width))
                break
            }
            var line = word
            while let next = rest.first, self.width(of: line + " " + next) <= width {
                line += " " + next
                rest.removeFirst()
            }
            result.append(fitted(line, to: width))
        }
        return result
    }

    private static func width(of scalar: Unicode.Scalar, _ widths: [Double]) -> Double {
        let code = Int(scalar.value)
        if code >= 32, code < 127 { return widths[code - 32] }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        // Superscript digits; Latin; Cyrillic and others to Hangul; ideographs and pictures.
        switch code {
        case 0x2070..<0x2090, 0xB2, 0xB3, 0xB9: return 53
        case ..<0x370: return 75
        case ..<0x1100: return 110
        case 0x2010..<0x2030: return 100
        default: return 140
        }
    }

    /// The advances of DejaVu Sans from the space on, in hundredths of the size.
    private static let widths: [Double] = [
        32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34,
        34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73,
        68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63,
        63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
    ]

    /// The same of DejaVu Sans Bold.
    private static let boldWidths: [Double] = [
        35, 46, 52, 84, 70, 100, 87, 31, 46, 46, 52, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 40,
        40, 84, 84, 84, 58, 100, 77, 76, 73, 83, 68, 68, 82, 84, 37, 37, 77, 64, 100, 84, 85, 73, 85, 77, 72, 68, 81,
        77, 110, 77, 72, 73, 46, 37, 46, 84, 50, 50, 67, 72, 59, 72, 68, 44, 72, 71, 34, 34, 67, 34, 104, 71, 69, 72,
        72, 49, 60, 48, 71, 65, 92, 65, 65, 58, 71, 37, 71, 84,
    ]
}
