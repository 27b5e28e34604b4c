import Kernels
import Records
import Testing

@Suite struct PointerCycleTests {
    private static let counts = [2, 3, 7, 64, 65, 1000, 4096, 4099]

    @Test(arguments: [1, 99, UInt64.max]) func agreesWithTheScalarOracle(seed: UInt64) throws {
        try PointerCycle.verify(seed: seed)
    }

    @Test(arguments: counts) func visitsEveryLineOnce(count: Int) {
        let memory = CycleMemory(lines: count)
        for seed in 0..<20 {
            let order = memory.filled(seed: UInt64(seed)).order()
            #expect(order.sorted() == Array(0..<count), "seed \(seed)")
        }
    }

    @Test func seedsGiveDifferentOrders() {
        let memory = CycleMemory(lines: 1000)
        let orders = (0..<50).map { memory.filled(seed: $0).order() }
        #expect(Set(orders).count == orders.count)
        let three = CycleMemory(lines: 3)
        #expect(Set((0..<50).map { three.filled(seed: $0).order() }).count == 2, "three lines have two cycles")
    }

    /// The oracle against the walk taken one step at a time, with turns of sixteen steps begun, ended and missed.
    @Test(arguments: counts) func chaseAndOracleAgree(count: Int) {
        let memory = CycleMemory(lines: count)
        let cycle = memory.filled(seed: 3)
        let order = cycle.order()
        for (position, start) in order.enumerated() where position % 97 == 0 {
            for steps in [0, 1, 2, 15, 16, 17, 31, 33, 100, 1001, 10_007] {
                let reached = cycle.chase(from: start, steps: steps)
                #expect(reached == order[(position + steps) % count])
                #expect(reached == cycle.expected(from: start, steps: steps))
            }
        }
    }

    @Test func noStepsAndFewerThanNoneStay() {
        let memory = CycleMemory(lines: 7)
        let cycle = memory.filled(seed: 1)
        #expect(cycle.chase(from: 5, steps: 0) == 5)
        #expect(cycle.chase(from: 5, steps: -3) == 5)
        #expect(cycle.expected(from: 5, steps: -3) == 5)
    }

    @Test(arguments: [2, 65, 4099]) func partsJoinIntoTheSameCycle(count: Int) {
        let whole = CycleMemory(lines: count)
        let parts = CycleMemory(lines: count)
        let order = whole.filled(seed: 11).order()
        let cycle = PointerCycle(base: parts.base, lineCount: count, seed: 11)
        cycle.fill(lines: count / 2..<count + 10)
        #expect(cycle.firstError(in: count / 2..<count) == nil)
        #expect(cycle.firstError(in: 0..<count) == 0, "the other part is still missing")
        cycle.fill(lines: 0..<count / 2)
        #expect(cycle.order() == order)
    }

    @Test func verificationNoticesOneWrongAddress() throws {
        let memory = CycleMemory(lines: 1000)
        let cycle = memory.filled(seed: 5)
        try cycle.verify()
        let line = cycle.base + 998 * PointerCycle.bytesPerLine
        line.storeBytes(of: cycle.base + 7 * PointerCycle.bytesPerLine, as: UnsafeMutableRawPointer.self)
        #expect(cycle.firstError(in: 0..<1000) == 998)
        #expect(cycle.firstError(in: 0..<998) == nil)
        #expect(cycle.chase(from: 998, steps: 1) != cycle.expected(from: 998, steps: 1))
        let failure = #expect(throws: Failure.self) { try cycle.verify() }
        #expect(failure?.cause == "line 998 does not hold the address of the next")
        let other = PointerCycle(base: cycle.base, lineCount: 1000, seed: 6)
        #expect(throws: Failure.self, "another seed is another cycle") { try other.verify() }
    }

    /// A prefetcher must not be able to guess: neither by stride nor by page nor by the neighbouring line.
    @Test(arguments: [(4099, 60), (8192, 60), (100_000, 3)]) func orderLooksRandom(count: Int, seeds: UInt64) {
        let memory = CycleMemory(lines: count)
        for seed in 0..<seeds {
            let order = memory.filled(seed: seed).order()
            for distance in [1, 2] {
                let pairs = order.indices.map { (order[$0], order[($0 + distance) % count]) }
                let strides = Dictionary(pairs.map { ($1 - $0, 1) }, uniquingKeysWith: +)
                #expect((strides.values.max() ?? 0) <= 20, "a shuffle's most common stride comes up to ten times")
                let samePage = pairs.count { $0 / 64 == $1 / 64 }
                #expect(samePage <= 64 + 5 * 8, "a shuffle stays in the page 64 times, give or take 8; seed \(seed)")
                #expect(pairs.count { $0 / 2 == $1 / 2 } <= 10, "a shuffle goes to the adjacent line once")
            }
        }
    }
}

/// Memory for a cycle, with as many lines as it has.
private final class CycleMemory {
    let base: UnsafeMutableRawPointer
    private let lines: Int

    init(lines: Int) {
        self.lines = lines
        let bytes = lines * PointerCycle.bytesPerLine
        base = .allocate(byteCount: bytes, alignment: PointerCycle.bytesPerLine)
        base.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    }

    deinit { base.deallocate() }

    func filled(seed: UInt64) -> PointerCycle {
        let cycle = PointerCycle(base: base, lineCount: lines, seed: seed)
        cycle.fill(lines: 0..<lines)
        return cycle
    }
}

extension PointerCycle {
    /// The lines in the order of a walk around from line 0, as many as there are.
    fileprivate func order() -> [Int] {
        var line = 0
        return (0..<lineCount).map { _ in
            defer { line = chase(from: line, steps: 1) }
            return line
        }
    }
}
