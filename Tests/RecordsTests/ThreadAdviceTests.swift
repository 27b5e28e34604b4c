import Records
import Statistics
import Testing

/// What is said of numbers of threads, from rates made by hand.
@Suite struct ThreadAdviceTests {
    private func rate(_ workload: Workload, _ threads: Int, _ samples: [Double]) -> Measurement {
        Measurement(
            ScalingCell.quantity, unit: workload.unit,
            labels: ["workload": workload.rawValue, "placement": "compact", "threads": "\(threads)"],
            samples: samples.map { Sample(value: $0, seconds: 0.002) }, stopped: .interval, better: .largest)
    }

    /// Twelve samples from low to high, in no order.
    private func spread(_ low: Double, _ high: Double) -> [Double] {
        [0, 7, 3, 11, 5, 9, 1, 10, 4, 8, 2, 6].map { low + (high - low) * $0 / 11 }
    }

    private func details(cpus: Int, usable: Int? = nil) -> ScalingDetails {
        ScalingDetails(
            plan: [], seed: 1, orders: [.init(placement: "compact", cpus: Array(0..<cpus), kinds: nil)], cores: cpus,
            usableCPUs: usable, boundaries: [], placements: [], kernels: [:])
    }

    private func advice(_ rates: [Measurement], _ details: ScalingDetails) throws -> ThreadAdvice {
        try #require(ThreadAdvice(.generation, details.curves(rates.compactMap(ScalingCell.init)), of: details))
    }

    @Test func fewerThreadsLoseOnlyWhereIntervalsAreApart() throws {
        let vague = try advice([rate(.dot, 1, spread(18, 42)), rate(.dot, 2, spread(18, 44))], details(cpus: 2))
        #expect(vague.threads == 2 && !vague.isCertain)
        #expect(vague.fewerText == "the intervals overlap: fewer threads may do as well")
        let clear = try advice([rate(.dot, 1, spread(18, 20)), rate(.dot, 2, spread(36, 40))], details(cpus: 2))
        #expect(clear.threads == 2 && clear.isCertain && clear.fewerText == "fewer threads lose more than 2 %")
        let single = try advice([rate(.dot, 1, [20]), rate(.dot, 2, spread(36, 40))], details(cpus: 2))
        #expect(!single.isCertain, "one sample has no interval")
        let one = try advice([rate(.dot, 1, spread(39, 40)), rate(.dot, 2, spread(36, 40))], details(cpus: 2))
        #expect(one.threads == 1 && one.fewerText == nil)
    }

    @Test func adviceFromAPartOfTheMachineSaysSo() throws {
        let rates = [rate(.dot, 1, spread(18, 20)), rate(.dot, 2, spread(36, 40))]
        #expect(try advice(rates, details(cpus: 2)).restrictionText == nil)
        for part in [details(cpus: 8), details(cpus: 2, usable: 8)] {
            let advice = try advice(rates, part)
            #expect(!advice.isOfWholeMachine)
            #expect(advice.restrictionText == "of 1 to 2 threads, the only ones measured")
        }
        let gap = try advice(rates + [rate(.dot, 4, spread(70, 80))], details(cpus: 8))
        #expect(gap.restrictionText == "of 1-2,4 threads, the only ones measured")
    }

    @Test func pointsOfOneSampleAreNotFitted() throws {
        let rates = [rate(.dot, 1, spread(18, 20)), rate(.dot, 2, [38]), rate(.dot, 4, spread(70, 80))]
        let curve = try #require(details(cpus: 4).curves(rates.compactMap(ScalingCell.init)).first)
        #expect(curve.points.map(\.threads) == [1, 2, 4])
        #expect(curve.scalingPoints.map(\.threads) == [1, 4])
    }

    @Test(arguments: [("1", true), ("65536", true), ("0", false), ("-2", false), ("65537", false), ("two", false)])
    func onlyPossibleNumbersOfThreadsAreRead(label: String, isPossible: Bool) {
        let labels = ["workload": "dot", "placement": "compact", "threads": label]
        let measurement = Measurement(ScalingCell.quantity, unit: "GB/s", labels: labels, notMeasured: "an example")
        #expect((ScalingCell(measurement) != nil) == isPossible)
    }
}
