import Records

/// The working sets of a sweep through the caches, for threads that each have their own.
package struct WorkingSets: Sendable {
    /// A cache level's name, and the part of it that each thread has, in bytes.
    package let levels: [(level: String, bytes: Int)]
    /// What each thread goes through, in bytes, ascending.
    package let sizes: [Int]
    /// The size that stands for each level, by level; none where a level is no larger than the one before it.
    package let typical: [Int: String]

    /// - Parameters:
    ///   - largest: bytes that each thread has room for.
    ///   - perOctave: points from a size to twice that size.
    package init(machine: Machine, cpus: [Int], largest: Int, perOctave: Int) {
        // A level that leaves a thread no more than the level before it shows no plateau of its own.
        let told = (1...3).compactMap { level in
            machine.cachePerThread(level: level, cpus: cpus).map { (level: "l\(level)", bytes: $0) }
        }
        levels = told.enumerated().filter { index, level in
            told[..<index].allSatisfy { 2 * $0.bytes <= level.bytes }
        }.map(\.element)
        var typical: [Int: String] = [:]
        var before: Int?
        for level in levels where 2 * level.bytes <= largest {
            // Far enough from both ends: the geometric middle, and at most half, where all of it surely fits.
            let middle = before.map { (Double($0) * Double(level.bytes)).squareRoot() } ?? Double(level.bytes)
            typical[Int(min(Double(level.bytes) / 2, middle)) / 1536 * 1536] = level.level
            before = level.bytes
        }
        // The largest stands for memory, or for the cache that it does not leave.
        let last = levels.first { largest <= $0.bytes }?.level ?? "dram"
        if !typical.values.contains(last) { typical[largest / 1536 * 1536] = last }
        self.typical = typical
        sizes = Set(Self.grid(to: largest, perOctave: perOctave) + typical.keys).filter { $0 > 0 }.sorted()
    }

    /// From 8 KiB, below every L1, in equal ratios; whole turns of the widest loop in each of three arrays.
    private static func grid(to largest: Int, perOctave: Int) -> [Int] {
        var sizes: [Int] = []
        var octave = 8192.0
        while octave <= Double(largest) {
            for step in 0..<perOctave {
                let size = perOctave == 1 || step == 0 ? octave : octave * 2.0.squareRoot()
                if size <= Double(largest) { sizes.append(Int(size) / 1536 * 1536) }
            }
            octave *= 2
        }
        return sizes
    }

    /// The level that holds a working set.
    package func level(of bytes: Int) -> String { levels.first { bytes <= $0.bytes }?.level ?? "dram" }
}
