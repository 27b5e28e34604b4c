import Statistics

/// A cache level of one core: its size as the system tells it, and as a measured curve shows it.
package struct CacheLevel: Codable, Hashable, Sendable {
    /// "l1", "l2", "l3"; nil for a step of the curve where the system tells no cache.
    package var level: String?
    /// What the system tells, in bytes; nil where it does not.
    package var toldBytes: Int?
    /// The working set at which the curve is half-way to the next level, in bytes; nil where it shows no step.
    package var seenBytes: Int?
    /// The measured working sets on either side of that.
    package var seenLow: Int?, seenHigh: Int?

    package init(level: String?, toldBytes: Int?, seen: Step?) {
        self.level = level
        self.toldBytes = toldBytes
        seenBytes = seen.map { Int($0.at) }
        seenLow = seen.map { Int($0.low) }
        seenHigh = seen.map { Int($0.high) }
    }
}

extension CacheLevel {
    /// How far a step may lie from the size that is told, as a ratio: a cache that also holds other data, or is not
    /// fully associative, begins to miss before it is full.
    private static let tolerance = 1.5

    /// Each level that is told with the step of the curve that belongs to it, and the steps that nothing tells.
    ///
    /// A step belongs to a told size that is near; what then remains is joined to the nearest size left, and disagrees.
    package static func matching(told: [(level: String, bytes: Int)], steps: [Step]) -> [CacheLevel] {
        var open = steps
        var levels = told.map { level, bytes -> CacheLevel in
            let near = open.firstIndex { step in
                step.low / tolerance <= Double(bytes) && Double(bytes) <= step.high * tolerance
            }
            return CacheLevel(level: level, toldBytes: bytes, seen: near.map { open.remove(at: $0) })
        }
        // Of what remains, a step belongs to the nearest size without one, if that is not out of all proportion.
        for step in open {
            let bare = levels.indices.filter { levels[$0].seenBytes == nil }
            guard let nearest = bare.min(by: { distance(levels[$0], step) < distance(levels[$1], step) }),
                distance(levels[nearest], step) <= farthest
            else { continue }
            levels[nearest] = CacheLevel(level: levels[nearest].level, toldBytes: levels[nearest].toldBytes, seen: step)
            open.removeAll { $0 == step }
        }
        return levels + open.map { CacheLevel(level: nil, toldBytes: nil, seen: $0) }
    }

    /// A size that is this many times another is not the same cache.
    private static let farthest = 32.0

    /// How many times one of the two sizes is the other.
    private static func distance(_ level: CacheLevel, _ step: Step) -> Double {
        let told = Double(max(1, level.toldBytes ?? 1))
        return max(told / step.at, step.at / told)
    }

    /// Whether the curve contradicts what is told; a level without a step of its own does not.
    package var disagrees: Bool {
        guard let seenLow, let seenHigh else { return false }
        guard let toldBytes else { return true }
        return Double(toldBytes) < Double(seenLow) / Self.tolerance
            || Double(toldBytes) > Double(seenHigh) * Self.tolerance
    }

    /// The levels' disagreements as caveats.
    /// - Parameter curve: what was measured: "read bandwidth".
    package static func caveats(_ levels: [CacheLevel], curve: String) -> [Caveat] {
        levels.filter(\.disagrees).compactMap { level in
            level.seenBytes.map {
                Caveat(.cacheSizeDiffers(curve: curve, level: level.level, told: level.toldBytes, seen: $0))
            }
        }
    }
}
