import Records
import Statistics
import Testing

@Suite struct CacheLevelTests {
    /// Steps at the sizes given, of a curve from 8 KiB in half octaves.
    private func steps(_ sizes: [Double]) -> [Step] {
        let points = (0..<32).map { index in
            let x = 8192 * (index.isMultiple(of: 2) ? 1 : 1.4142) * Double(1 << (index / 2))
            return (x: x, y: sizes.reduce(1.0) { x > $1 ? $0 * 4 : $0 })
        }
        return Step.steps(of: points)
    }

    private let told = [(level: "l1", bytes: 48 << 10), (level: "l2", bytes: 1 << 20), (level: "l3", bytes: 32 << 20)]

    @Test func whatIsSeenWhereItIsToldAgrees() {
        let levels = CacheLevel.matching(told: told, steps: steps([48 * 1024, 0x1p20, 0x1p25]))
        #expect(levels.count == 3 && levels.allSatisfy { $0.seenBytes != nil && !$0.disagrees })
        #expect(CacheLevel.caveats(levels, curve: "load latency").isEmpty)
    }

    @Test func aCacheThatNeighboursHoldIsACaveat() throws {
        let levels = CacheLevel.matching(told: told, steps: steps([48 * 1024, 0x1p20, 6e6]))
        #expect(levels.map(\.disagrees) == [false, false, true])
        let caveat = try #require(CacheLevel.caveats(levels, curve: "load latency").first)
        #expect(
            caveat.text.contains("The L3 is told to have 32 MiB, but the load latency of one core changes at about"))
    }

    @Test func aCacheNobodyTellsIsACaveat() throws {
        let levels = CacheLevel.matching(told: [], steps: steps([0x1p20]))
        #expect(levels.map(\.level) == [nil])
        #expect(CacheLevel.caveats(levels, curve: "x").first?.text.hasPrefix("No cache is told where") == true)
    }

    /// A level that is as fast as the next one shows no step, which contradicts nothing.
    @Test func noStepIsNoDisagreement() {
        let levels = CacheLevel.matching(told: told, steps: steps([48 * 1024, 0x1p25]))
        #expect(levels.map { $0.seenBytes == nil } == [false, true, false])
        #expect(levels.allSatisfy { !$0.disagrees })
    }

    @Test func absurdSizesAreContradictedByTheCurve() {
        let absurd = [(level: "l1", bytes: 1 << 30), (level: "l2", bytes: 1 << 31)]
        let levels = CacheLevel.matching(told: absurd, steps: steps([48 * 1024, 0x1p20]))
        // Out of all proportion: they are not what is told, and nothing tells them.
        #expect(levels.filter(\.disagrees).map(\.level) == [nil, nil])
        #expect(CacheLevel.caveats(levels, curve: "x").count == 2)
    }
}
