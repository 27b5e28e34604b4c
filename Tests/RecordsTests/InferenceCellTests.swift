import Records
import Statistics
import Testing

@Suite struct InferenceCellTests {
    private func measurement(_ change: [String: String?] = [:], samples: [Double] = [10, 12, 11]) -> Measurement {
        var labels = [
            "operation": "matrix_vector", "format": "Q4_K", "source": "memory", "threads": "2", "batch": "1",
            "operations_per_byte": "3.5", "node": "1", "isa": "avx2",
        ]
        for (key, value) in change { labels[key] = value }
        return Measurement(
            InferenceCell.quantity, unit: "GB/s", labels: labels,
            samples: samples.map { Sample(value: $0, seconds: 0.002) }, stopped: .interval, better: .largest)
    }

    @Test func operationsFollowFromBytes() throws {
        let cell = try #require(InferenceCell(measurement()))
        #expect(cell.summary?.median == 11 && cell.node == 1 && cell.context == nil && cell.instructionSet == "avx2")
        #expect(cell.rate.unit == "GOP/s")
        #expect(cell.rate.summary?.median == 38.5 && cell.rate.summary?.best == 42)
        #expect(cell.rate.samples.map(\.value) == [35, 42, 38.5])
    }

    /// A record is made by others: what is no figure of inference is none, and ends no program.
    @Test(arguments: [
        ["operation": "poetry"], ["source": "disk"], ["threads": "0"], ["threads": "99999999999999999999"],
        ["batch": "-1"], ["operations_per_byte": "nan"], ["operations_per_byte": "0"], ["operations_per_byte": "1e300"],
        ["format": nil],
    ])
    func whatIsNoFigureIsNone(change: [String: String?]) {
        #expect(InferenceCell(measurement(change)) == nil)
    }

    @Test func whatWasNotMeasuredSaysWhy() throws {
        let empty = measurement(samples: [])
        let cell = try #require(InferenceCell(empty))
        #expect(cell.summary == nil && cell.rate.summary == nil && cell.reason.contains("signal") == false)
    }
}
