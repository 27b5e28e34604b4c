import Kernels
import Machine
import Records

extension Cell {
    /// Dependent loads by one core over a random cycle through the first bytes of some memory.
    static func chase(
        _ kind: LatencyCell.Kind, _ pointers: Pointers, bytes: Int, core: ThreadTeam, labels: [String: String]
    ) -> Cell {
        if let obstacle = pointers.proof.obstacle { return Cell(kind, labels, notMeasured: obstacle) }
        let walk = Walk()
        // What is twice as large as the caches does not stay in them; where no size is told, 32 MiB may.
        let mayStay = bytes <= 2 * (pointers.placement.cacheBytes ?? 16 << 20)
        return Cell(kind, labels) {
            let watch = try TurnWatch(core, memory: IDSet([pointers.node]))
            let cycle = pointers.cycle(bytes: bytes)
            walk.warmUp = mayStay ? cycle.lineCount : Walk.shortWarmUp
            walk.prepare(cycle, on: core)
            return Sampling(watch: watch) { try walk.sample(cycle, on: core) }
        }
    }
}

/// Where a walk along a cycle is, and how many steps one sample of it has.
private final class Walk {
    private var line = 0
    private var steps = 0
    /// Steps before the first sample of a turn: once through what caches may hold.
    var warmUp = shortWarmUp
    /// For what no cache holds: enough for the address translation and the clock.
    static let shortWarmUp = 1 << 14

    /// A sample lasts at least so long: the start and the clock take some 0.1 µs.
    private static let shortestSample = 0.001
    /// Warms up, and finds how many steps last long enough.
    func prepare(_ cycle: PointerCycle, on core: ThreadTeam) {
        var (trial, seconds) = (warmUp, step(cycle, warmUp, on: core))
        guard steps == 0 else { return }
        while seconds < Self.shortestSample / 4 {
            trial *= 4
            seconds = step(cycle, trial, on: core)
        }
        steps = max(256, Int(Self.shortestSample / seconds * Double(trial)))
    }

    /// - Throws: `Failure` where the walk ended on another line than the oracle says.
    func sample(_ cycle: PointerCycle, on core: ThreadTeam) throws -> (
        nanoseconds: Double, seconds: Double, load: Double?
    ) {
        let from = line
        let seconds = step(cycle, steps, on: core)
        try cycle.check(from: from, steps: steps, reached: line)
        return (seconds * 1e9 / Double(steps), seconds, nil)
    }

    private func step(_ cycle: PointerCycle, _ steps: Int, on core: ThreadTeam) -> Double {
        let from = line
        nonisolated(unsafe) var reached = from
        let seconds = core.run { _ in reached = cycle.chase(from: from, steps: steps) }
        line = reached
        return seconds
    }
}

extension PointerCycle {
    /// - Throws: `Failure` where a walk reached another line than the oracle says.
    func check(from line: Int, steps: Int, reached: Int) throws {
        guard expected(from: line, steps: steps) != reached else { return }
        throw Failure(
            .internalError, cannot: "trust the pointer chase over \(lineCount) lines",
            because: "\(steps) steps from line \(line) led to line \(reached)",
            remedy: "Test the memory (memtest86+) and repeat; if it stands, report this as a bug")
    }
}
