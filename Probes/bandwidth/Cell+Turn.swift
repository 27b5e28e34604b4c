import Kernels
import Machine
import ProbeKit
import Records

extension Cell {
    /// A repetition shorter than this is repeated within one sample: the clock and the start of the threads take
    /// microseconds, which must stay below a thousandth.
    private var shortestSample: Double { study == .levels ? 0.002 : 0.010 }

    /// Takes one turn of samples, then checks every element the kernel wrote, or the sum it read.
    mutating func takeTurn(_ sampler: Sampler, until deadline: ContinuousClock.Instant, seed: UInt64) throws {
        let (kernel, team, parts) = (kernel, stage.team, stage.slices)
        let watch: TurnWatch
        do {
            watch = try TurnWatch(team, memory: stage.memory)
        } catch let failure as Failure where failure.takenAway != nil {
            series.takenAway = failure.takenAway
            return
        }
        let sums = UnsafeMutableBufferPointer<Double>.allocate(capacity: parts.count)
        defer { sums.deallocate() }
        nonisolated(unsafe) let results = sums
        func run(passes: Int) -> Double {
            team.run { results[$0] = kernel.run(parts[$0], passes: passes) }
        }
        // Working sets share their memory with each other and with what other studies write.
        if study == .levels { stage.fill(seed: seed) } else { stage.poison() }
        let passes = passes ?? Self.passes(for: shortestSample, run)
        self.passes = passes
        let bytes = Double(kernel.creditedBytes * parts.map(\.count).reduce(0, +) * passes)
        sampler.takeTurn(&series, until: deadline, watch: watch) {
            let seconds = run(passes: passes)
            return Sampler.Repetition(value: bytes / seconds / 1e9, seconds: seconds)
        }
        try stage.check(kernel, sums: Array(sums), passes: passes, seed: seed)
    }

    /// How many passes last at least so long. One pass over a small working set is too short to tell, so the number
    /// grows until it is not.
    private static func passes(for shortest: Double, _ run: (Int) -> Double) -> Int {
        var passes = 1
        while true {
            let seconds = max(run(passes), 1e-8)
            if seconds >= shortest / 4 || passes > 1 << 24 {
                return max(passes, Int((shortest / seconds * Double(passes)).rounded(.up)))
            }
            passes = Int(Double(passes) * min(64, max(2, shortest / seconds)))
        }
    }
}
