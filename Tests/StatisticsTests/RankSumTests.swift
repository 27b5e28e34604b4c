import Statistics
import Testing

@Suite struct RankSumTests {
    /// Hollander and Wolfe, Nonparametric Statistical Methods, p. 69, as in R's `wilcox.test`: W = 35, p = 0.2544.
    private static let permeability = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
    private static let early = [1.15, 0.88, 0.90, 0.74, 1.21]

    @Test func smallSetsAreCounted() throws {
        let test = try #require(RankSumTest(Self.early, Self.permeability))
        #expect(test.u == 35)
        #expect(abs(test.probability - 0.2544) < 5e-5)
        let other = try #require(RankSumTest(Self.permeability, Self.early))
        #expect(other.u == 15 && other.probability == test.probability)
    }

    /// 2 over the orders of all samples, such as 2 / C(10, 5), where no sample of one set is below one of the other.
    @Test(arguments: [(3, 3, 0.1), (4, 4, 0.028571428), (5, 5, 0.0079365079), (8, 8, 1.554001554e-4), (1, 1, 1)])
    func apartIsAsUnlikelyAsThereAreOrders(n: Int, m: Int, expected: Double) throws {
        let first = (0..<n).map { Double($0) }
        let test = try #require(RankSumTest(first, (0..<m).map { 100 + Double($0) }))
        #expect(test.u == Double(n * m))
        #expect(abs(test.probability - expected) < 1e-9)
    }

    /// scipy.stats.mannwhitneyu(second, first, method="asymptotic"): tied ranks, and the correction for continuity.
    @Test func largeSetsAgreeWithTheNormalLimit() throws {
        let first = (0..<30).map { Double($0 % 10) }
        let second = (0..<25).map { Double($0 % 10) + 2 }
        let test = try #require(RankSumTest(first, second))
        #expect(test.u == 475.5)
        #expect(abs(test.probability - Self.scipy) < 1e-6, "\(test.probability)")
    }

    private static let scipy = 0.08954019363173987

    @Test func countingAndTheNormalLimitMeet() throws {
        let first = (0..<20).map { Double($0) }
        let counted = try #require(RankSumTest(first, (0..<20).map { Double($0) + 6.5 }))
        let limit = try #require(RankSumTest(first + [9.75], (0..<21).map { Double($0) + 6.5 }))
        #expect(counted.probability / limit.probability < 2 && limit.probability / counted.probability < 2)
    }

    @Test func samplesThatResembleTheirNeighboursCountForLess() throws {
        let first = (0..<100).map { Double($0) }
        let second = (0..<100).map { Double($0) + 1000 }
        let alone = try #require(RankSumTest(first, second))
        let worthFive = try #require(RankSumTest(first, second, worth: (5.9, 5.2)))
        let worthOne = try #require(RankSumTest(first, second, worth: (1, 1)))
        #expect(alone.probability < 1e-30)
        #expect(abs(worthFive.probability - 2.0 / 252) < 1e-12)
        #expect(worthOne.probability == 1)
    }

    @Test func theSameSamplesAreAlike() throws {
        let same = try #require(RankSumTest(Self.early, Self.early))
        #expect(same.u == 12.5 && same.probability == 1)
        let constant = try #require(RankSumTest([Double](repeating: 3, count: 40), [3, 3, 3]))
        #expect(constant.probability == 1)
    }

    @Test func nothingIsComparedWithNothing() {
        #expect(RankSumTest([], [1]) == nil && RankSumTest([1], []) == nil && RankSumTest([1], [.nan]) == nil)
    }

    /// Sets that are drawn alike are called different as seldom as the test says.
    @Test func alikeSetsAreSeldomCalledDifferent() throws {
        var random = SplitMix(state: 11)
        let trials = 2000
        let errors = try (0..<trials).count { _ in
            let sets = (0..<2).map { _ in (0..<12).map { _ in Double.random(in: 0..<1, using: &random) } }
            return try #require(RankSumTest(sets[0], sets[1])).probability < 0.05
        }
        #expect((0.03...0.06).contains(Double(errors) / Double(trials)))
    }
}

@Suite struct HolmTests {
    /// R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm").
    @Test func agreesWithR() {
        let adjusted = [0.01, 0.04, 0.03, 0.005].holmAdjusted
        for (one, expected) in zip(adjusted, [0.03, 0.06, 0.06, 0.02]) { #expect(abs(one - expected) < 1e-12) }
    }

    @Test func neverAboveOneAndNothingOfNothing() {
        #expect([0.9, 0.8, 0.7].holmAdjusted == [1, 1, 1])
        #expect([Double]().holmAdjusted.isEmpty)
        #expect([0.02].holmAdjusted == [0.02])
    }

    @Test func theNormalDistribution() {
        #expect(abs(Normal.probability(beyond: 1.959963985) - 0.05) < 1e-9)
        #expect(abs(Normal.probability(beyond: -2.575829304) - 0.01) < 1e-9)
        #expect(Normal.probability(beyond: 0) == 1)
    }
}
