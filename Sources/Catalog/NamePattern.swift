/// A pattern of CPUs' names: "#" is one digit, "*" any text, and everything else itself, whatever its case.
struct NamePattern {
    private let pattern: [UInt8]
    /// How much of a name it says: of two patterns that match, the one that says more is meant.
    let literals: Int

    init(_ pattern: String) {
        self.pattern = Array(pattern.lowercased().utf8)
        literals = self.pattern.count { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "*") }
    }

    /// Whether it says no more than a brand, as a guest's "Xeon": it chooses among CPUs of one signature, and tells
    /// nothing by itself.
    var isBrandOnly: Bool { pattern.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } }

    /// Whether the whole name matches. It goes back to the last star only, so that time grows with the product of two
    /// lengths, both of which are bounded.
    func matches(_ name: CPUName) -> Bool {
        let text = Array(name.text.utf8)
        var (place, at) = (0, 0)
        var star: (place: Int, at: Int)?
        while at < text.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                star = (place, at)
                place += 1
            } else if place < pattern.count, agree(pattern[place], text[at]) {
                place += 1
                at += 1
            } else if let last = star {
                star = (last.place, last.at + 1)
                (place, at) = (last.place + 1, last.at + 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// Whether it matches, and what its stars stand for is the end of a model's name, as in "9755F" or "8480+": whoever
    /// types more means something else by it.
    func matchesWhole(_ name: CPUName) -> Bool {
        guard matches(name), let end = name.words.last else { return false }
        // Who puts several stars into a pattern means more than an ending.
        guard pattern.last == UInt8(ascii: "*"), pattern.count(where: { $0 == UInt8(ascii: "*") }) == 1 else {
            return true
        }
        let words = String(decoding: pattern, as: UTF8.self).split(separator: " ")
        return words.count == name.words.count && end.utf8.count <= (words.last?.utf8.count ?? 0) + 1
    }

    private func agree(_ pattern: UInt8, _ byte: UInt8) -> Bool {
        pattern == UInt8(ascii: "#") ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : pattern == byte
    }
}
