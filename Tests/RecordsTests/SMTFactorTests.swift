import Records
import Statistics
import Testing

@Suite struct SMTFactorTests {
    private func cell(_ threads: Int, _ samples: [Double]) throws -> SMTCell {
        let measurement = Measurement(
            SMTCell.quantity, unit: "GB/s", labels: ["workload": "dot", "threads_per_core": "\(threads)"],
            samples: samples.map { Sample(value: $0, seconds: 0.002) }, stopped: .interval, better: .largest)
        return try #require(SMTCell(measurement))
    }

    private let narrow = [0, 7, 3, 11, 5, 9, 1, 10, 4, 8, 2, 6].map { 1 + 0.001 * $0 }

    @Test(arguments: [(1.5, SMTFactor.Verdict.use), (0.5, .avoid), (1.01, .indifferent)])
    func theWholeIntervalDecides(ratio: Double, verdict: SMTFactor.Verdict) throws {
        let more = try cell(2, narrow.map { $0 * ratio })
        let factor = try #require(SMTFactor(more, among: [try cell(1, narrow), more]))
        #expect(factor.verdict == verdict && factor.reasonForNone == nil)
        let interval = try #require(factor.interval)
        #expect(interval.contains(factor.value) && interval.upperBound > interval.lowerBound)
    }

    @Test(arguments: [([1.0], "one sample"), ([1.0, 1.0, 1.0], "too few independent samples")])
    func tooFewSamplesDecideNothing(few: [Double], reason: String) throws {
        let pairs = [(few, narrow.map { 2 * $0 }), (narrow, few.map { 2 * $0 })]
        for (one, two) in pairs {
            let more = try cell(2, two)
            let factor = try #require(SMTFactor(more, among: [try cell(1, one), more]))
            #expect(factor.value > 1.9 && factor.interval == nil)
            #expect(factor.verdict == .indifferent && factor.reasonForNone == reason)
        }
    }
}
