/// A colour of the screen, each part from 0 to 1.
struct Colour: Hashable {
    var red: Double
    var green: Double
    var blue: Double

    static let black = Colour(0x000000)
    static let white = Colour(0xFFFFFF)
}

extension Colour {
    /// From 0xRRGGBB.
    init(_ code: Int) {
        red = Double(code >> 16 & 0xFF) / 255
        green = Double(code >> 8 & 0xFF) / 255
        blue = Double(code & 0xFF) / 255
    }

    /// As "#rrggbb".
    var svg: String {
        "#"
            + [red, green, blue].map { part in
                let digits = String(Int((min(max(part, 0), 1) * 255).rounded()), radix: 16)
                return digits.count < 2 ? "0" + digits : digits
            }.joined()
    }

    /// Black or white, whichever is easier to read on it: the better of the two has always 4.5 : 1 (WCAG 2).
    var ink: Colour { contrast(to: .black) >= contrast(to: .white) ? .black : .white }

    private func contrast(to other: Colour) -> Double {
        let pair = [luminance, other.luminance].sorted()
        return (pair[1] + 0.05) / (pair[0] + 0.05)
    }

    /// Relative luminance of WCAG 2.
    private var luminance: Double {
        0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    private static func linear(_ part: Double) -> Double {
        part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055).raised(to: 2.4)
    }
}

extension Colour {
    /// A place from 0 to 1 on viridis (van der Walt and Smith, 2015): evenly stepped to the eye, also for the
    /// colour-blind and in grey.
    static func viridis(_ share: Double) -> Colour {
        let place = min(max(share, 0), 1) * Double(viridis.count - 1)
        let index = min(Int(place), viridis.count - 2)
        let part = place - Double(index)
        let (low, high) = (viridis[index], viridis[index + 1])
        return Colour(
            red: low.red + (high.red - low.red) * part, green: low.green + (high.green - low.green) * part,
            blue: low.blue + (high.blue - low.blue) * part)
    }

    /// Nine even steps of matplotlib's table; between them a straight line is closer than the eye can tell.
    private static let viridis = [
        0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725,
    ].map { Colour($0) }
}
