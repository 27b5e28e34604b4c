import Glibc

/// How far reading and computing overlap: times a and b take (a^p + b^p)^(1/p) together. 1 is one after the other;
/// with a large p the longer hides the shorter.
package struct Overlap: Hashable, Sendable {
    package let exponent: Double

    package init(exponent: Double) { self.exponent = exponent }

    /// Of the time for both.
    package func time(_ first: Double, _ second: Double) -> Double {
        let longer = max(first, second)
        guard longer > 0 else { return 0 }
        return longer * pow(1 + pow(min(first, second) / longer, exponent), 1 / exponent)
    }

    /// Where no kernel was measured both from cache and from memory: in between.
    package static let unknown = Overlap(exponent: 3)

    /// The exponent that fits measured kernels best, each from cache and from memory.
    /// - Parameter read: bytes per second that memory gives.
    package static func fitted(_ kernels: [KernelRates], read: Double) -> Overlap {
        // What reads faster than the read loop tells that memory gives more.
        let fastest = kernels.compactMap { $0.memory?.median }.reduce(read, max)
        let points = kernels.compactMap { kernel in
            kernel.memory.map { (compute: 1 / kernel.cache.median, memory: 1 / $0.median) }
        }
        guard !points.isEmpty else { return .unknown }
        // From sums to all but the maximum; beyond 16 the difference is below 4 %.
        let candidates = stride(from: 0.0, through: 4.0, by: 0.05).map { Overlap(exponent: exp2($0)) }
        let error = { (overlap: Overlap) in
            points.reduce(0.0) { sum, point in
                let miss = log(overlap.time(point.compute, 1 / fastest) / point.memory)
                return sum + miss * miss
            }
        }
        return candidates.min { error($0) < error($1) } ?? .unknown
    }
}
