/// A set of small numbers such as CPU or node ids, written as the kernel writes it: "0-3,8".
package struct IDSet: Hashable, Sendable {
    /// Ascending, each once.
    package let ids: [Int]

    package init(_ ids: some Sequence<Int>) { self.ids = Set(ids).sorted() }

    package var count: Int { ids.count }
    package var isEmpty: Bool { ids.isEmpty }

    package func contains(_ id: Int) -> Bool {
        let index = firstIndex(atLeast: id)
        return index < ids.count && ids[index] == id
    }

    package func intersection(_ other: IDSet) -> IDSet {
        let (few, many) = count < other.count ? (self, other) : (other, self)
        return IDSet(ascending: few.ids.filter(many.contains))
    }

    private init(ascending ids: [Int]) { self.ids = ids }

    /// By halves: machines have thousands of CPUs, and each core asks.
    private func firstIndex(atLeast id: Int) -> Int {
        var low = 0
        var high = ids.count
        while low < high {
            let middle = (low + high) / 2
            if ids[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension IDSet: CustomStringConvertible {
    package var description: String {
        var ranges: [(first: Int, last: Int)] = []
        for id in ids {
            if let last = ranges.last, id == last.last + 1 {
                ranges[ranges.count - 1].last = id
            } else {
                ranges.append((id, id))
            }
        }
        return ranges.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)-\($0.last)" }.joined(separator: ",")
    }
}

extension IDSet {
    /// Reads "0-3,8"; nil where the text is anything else, or names an id over 2²⁰.
    package init?(parsing text: some StringProtocol) {
        var found: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
                first >= 0, first <= last, last <= 1 << 20
            else { return nil }
            found.formUnion(first...last)
        }
        self.init(found)
    }
}

extension IDSet: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let set = text.isEmpty ? IDSet([]) : IDSet(parsing: text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "'\(text)' is not a list of ids like 0-3,8"))
        }
        self = set
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
