import Kernels
import Machine
import Records

extension Cell {
    /// Dependent loads by the first of a team's cores while the others stream for so much of the time.
    /// - Parameters:
    ///   - walk: all loads share one, so that none meets lines which another has just brought into the cache.
    ///   - percent: the share of the time in which each of the others reads, from 0 to 100.
    static func loaded(
        _ pointers: Pointers, by load: Load, percent: Int, walk: LoadedWalk, labels: [String: String]
    ) -> Cell {
        if let obstacle = pointers.proof.obstacle ?? load.obstacle {
            return Cell(.loaded, labels, notMeasured: obstacle)
        }
        return Cell(.loaded, labels) {
            let watch = try TurnWatch(load.team, memory: IDSet([pointers.node]))
            let cycle = pointers.cycle(bytes: pointers.bytes)
            return Sampling(watch: watch) {
                try walk.sample(cycle, load, share: Double(percent) / 100)
            }
        }
    }
}

/// Where a walk under load is.
final class LoadedWalk {
    private var line = 0
    /// 0.4 ms at 100 ns each, before which an eighth as many let the streams come to speed.
    private static let steps = 4096

    func sample(
        _ cycle: PointerCycle, _ load: Load, share: Double
    ) throws -> (nanoseconds: Double, seconds: Double, load: Double?) {
        let from = line
        let steps = Self.steps
        nonisolated(unsafe) var (start, end, warm, reached) = (UInt64(0), UInt64(0), from, from)
        let streamed = load.run(share: share) {
            warm = cycle.chase(from: from, steps: steps / 8)
            start = MonotonicClock.nanoseconds
            reached = cycle.chase(from: warm, steps: steps)
            end = MonotonicClock.nanoseconds
        }
        line = reached
        try cycle.check(from: warm, steps: steps, reached: reached)
        let nanoseconds = Double(end - start)
        return (nanoseconds / Double(steps), nanoseconds / 1e9, streamed)
    }
}
