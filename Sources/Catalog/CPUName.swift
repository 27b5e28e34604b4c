/// A CPU's name without what makers, hypervisors and kernels put around it, as words in lower case: "13th Gen Intel(R)
/// Core(TM) i5-1335U" is "core i5-1335u".
package struct CPUName: Hashable {
    let words: [String]

    /// Bytes of a name that are looked at: the longest that CPUID can tell has 48, and a user types fewer.
    private static let limit = 128

    init(_ name: String) {
        // Marks go first, since nothing parts them from words: "Core(TM)".
        let text = Self.without(
            ["(r)", "(tm)", "®", "™"], String(decoding: name.utf8.prefix(Self.limit), as: UTF8.self).lowercased())
        var words: [String] = []
        for word in text.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "_" || $0 == "," }).map(String.init) {
            // "CPU @ 2.30GHz", "w/ Radeon 8060S", "with Radeon Graphics".
            if word == "@" || word == "w/" || word == "with" { break }
            if Self.isDecoration(word) || (word == "gen" && words.last?.hasSuffix("th") == true) { continue }
            words.append(word)
        }
        words.removeAll { $0.hasSuffix("th") && $0.dropLast(2).allSatisfy(\.isNumber) }
        // "Xeon 6 6980P" calls itself "Xeon 6980P".
        if words.starts(with: ["xeon", "6"]), words.dropFirst(2).first?.first?.isNumber == true { words.remove(at: 1) }
        // "Ryzen Threadripper" is a Threadripper.
        if words.contains("threadripper") { words.removeAll { $0 == "ryzen" } }
        self.words = words
    }

    var text: String { words.joined(separator: " ") }

    /// Whether the words are some of the others, in their order, and the last is the last: "ryzen 9950x" of "ryzen 9
    /// 9950x".
    func abbreviates(_ other: CPUName) -> Bool {
        guard let last = words.last, last == other.words.last else { return false }
        return isSubsequence(of: other) { $0 == $1 }
    }

    /// Whether the words are some of the others, or begin their numbers: "threadripper 7000" of "threadripper 7000x".
    func namesSeries(_ other: CPUName) -> Bool {
        isSubsequence(of: other) { word, whole in
            word == whole || (word.utf8.count >= 3 && word.allSatisfy(\.isNumber) && whole.hasPrefix(word))
        }
    }

    /// Whether it tells more than a brand: "xeon gold" is half of Intel's servers.
    var isTelling: Bool {
        words.contains { !Self.brands.contains($0) && ($0.utf8.count > 1 || words.count > 1) }
    }

    private func isSubsequence(of other: CPUName, _ agree: (String, String) -> Bool) -> Bool {
        var rest = words[...]
        for whole in other.words {
            guard let word = rest.first else { break }
            if agree(word, whole) { rest = rest.dropFirst() }
        }
        return rest.isEmpty
    }

    private static let brands: Set = [
        "epyc", "ryzen", "threadripper", "pro", "ai", "max", "max+", "hx", "xeon", "gold", "platinum", "silver",
        "bronze", "core", "ultra", "apple", "and", "of", "generation", "desktop", "mobile", "with", "graphics", "x",
    ]

    private static func isDecoration(_ word: String) -> Bool {
        ["amd", "intel", "cpu", "processor", "processors", "aws", "ampere", "nvidia"].contains(word)
            || word.hasSuffix("-core") || word.hasSuffix("-cores")
    }

    private static func without(_ marks: [String], _ text: String) -> String {
        var rest = text[...]
        var result = ""
        while let first = rest.first {
            if let mark = marks.first(where: rest.hasPrefix) {
                rest = rest.dropFirst(mark.count)
                result.append(" ")
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}
