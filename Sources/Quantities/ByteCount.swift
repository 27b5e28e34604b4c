/// A number of bytes.
package struct ByteCount: Hashable, Sendable {
    package let bytes: Int
    package init(_ bytes: Int) { self.bytes = bytes }
    /// From 10⁹ bytes.
    package init(gigabytes: Double) { bytes = Int(gigabytes * 1e9) }
    /// From 2²⁰ bytes.
    package init(mebibytes: Int) { bytes = mebibytes << 20 }
    /// In 10⁹ bytes.
    package var gigabytes: Double { Double(bytes) / 1e9 }
}

extension ByteCount: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.bytes < right.bytes }
}

extension ByteCount {
    /// Bytes over seconds.
    package static func / (bytes: ByteCount, seconds: Double) -> Bandwidth {
        Bandwidth(value: Double(bytes.bytes) / seconds)
    }
    /// Seconds that the bytes take at a bandwidth.
    package static func / (bytes: ByteCount, rate: Bandwidth) -> Double { Double(bytes.bytes) / rate.value }
}

extension ByteCount: CustomStringConvertible {
    /// In the binary unit that leaves a number below 1024: "32 MiB", "1.5 GiB".
    package var description: String {
        let (amount, unit) = inBinaryUnit
        return "\(amount.shortest(decimals: 1)) \(unit)"
    }

    /// With the two digits that an estimate has: "920 KiB", "1.1 MiB".
    package var rounded: String {
        let (amount, unit) = inBinaryUnit
        guard amount >= 100 else { return "\(amount.significant(2)) \(unit)" }
        return "\((amount / 10).rounded().fixed(0))0 \(unit)"
    }

    /// The amount in the largest binary unit that leaves it at least 1.
    private var inBinaryUnit: (amount: Double, unit: String) {
        var amount = Double(bytes)
        var unit = 0
        while amount >= 1024, unit < Self.binaryUnits.count - 1 {
            amount /= 1024
            unit += 1
        }
        return (amount, Self.binaryUnits[unit])
    }

    private static let binaryUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
}

extension ByteCount {
    /// Reads "640MiB", "2GB", "1.5 TiB" or a bare number of bytes; nil where the text is none of these or over 2⁶².
    package init?(parsing text: String) {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard let amount = Double(digits), let scale = Self.scales[unit.lowercased()] else { return nil }
        let bytes = amount * scale
        guard bytes.isFinite, bytes >= 0, bytes <= 0x1p62 else { return nil }
        self.init(Int(bytes.rounded()))
    }

    private static let scales: [String: Double] = [
        "": 1, "b": 1, "k": 1e3, "kb": 1e3, "m": 1e6, "mb": 1e6, "g": 1e9, "gb": 1e9, "t": 1e12, "tb": 1e12,
        "kib": 0x1p10, "mib": 0x1p20, "gib": 0x1p30, "tib": 0x1p40,
    ]
}
