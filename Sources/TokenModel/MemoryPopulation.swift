import Quantities

/// Memory as people write it down: "12x DDR5-4800".
package struct MemoryPopulation: Hashable, Sendable {
    /// Channels in use, each with its own modules.
    package let channels: Int
    /// Data bits of a channel.
    package let width: Int
    /// "DDR5", "LPDDR5X".
    package let type: String
    /// Millions of transfers per second.
    package let megatransfers: Int

    /// How it is written.
    package static let grammar =
        "CHANNELSx TYPE-MT/s, such as 12x DDR5-4800 or 12x 64GB DDR5-4800; of LPDDR also the bits of each channel, "
        + "such as 8x32 LPDDR5X-8000"

    /// What the channels carry in theory.
    package var bandwidth: Bandwidth {
        Bandwidth(value: Double(channels * width / 8) * Double(megatransfers) * 1e6)
    }
}

extension MemoryPopulation {
    /// Reads "12x DDR5-4800" or "8x32 LPDDR5X-8000"; nil where the text is anything else, or LPDDR without a width:
    /// its channels can have 16, 32 or 64 bits.
    package init?(parsing text: String) {
        // The modules' size says nothing of their speed.
        let parts = text.uppercased().replacingTimesSigns.split { $0 == "X" || $0 == " " }.map(String.init)
            .filter { !$0.isCapacity }
        // "LPDDR5X" was split at its X: put it together again.
        let words = parts.reduce(into: [String]()) { words, part in
            if part.hasPrefix("-"), let last = words.popLast() {
                words.append(last + "X" + part)
            } else {
                words.append(part)
            }
        }
        guard let name = words.last, let dash = name.firstIndex(of: "-"),
            let rate = Int(name[name.index(after: dash)...]), (100...50_000).contains(rate),
            (2...3).contains(words.count), let channels = Int(words[0]), (1...1024).contains(channels)
        else { return nil }
        let type = String(name[..<dash])
        guard let width = Self.width(type, given: words.count == 3 ? words[1] : nil) else { return nil }
        self.init(channels: channels, width: width, type: type, megatransfers: rate)
    }

    private static func width(_ type: String, given: String?) -> Int? {
        guard ["DDR3", "DDR4", "DDR5", "MRDIMM", "LPDDR4", "LPDDR4X", "LPDDR5", "LPDDR5X"].contains(type) else {
            return nil
        }
        if let given { return Int(given).flatMap { [16, 32, 64, 128].contains($0) ? $0 : nil } }
        return type.hasPrefix("LP") ? nil : 64
    }
}

extension String {
    /// "64GB".
    fileprivate var isCapacity: Bool {
        guard hasSuffix("GB") || hasSuffix("GIB"), let size = ByteCount(parsing: self) else { return false }
        return size.bytes > 0
    }

    /// People also write "12×" and "12 x".
    fileprivate var replacingTimesSigns: String { String(map { $0 == "×" ? "X" : $0 }) }
}
