import Records
import Statistics

extension Examples {
    /// A result with other measurements in one record.
    static func changed(
        _ result: RunResult, _ probe: String, _ change: (Measurement) -> Measurement
    ) throws -> RunResult {
        try changed(result, probe) { record in record.measurements = record.measurements.map(change) }
    }

    /// A result with another record of one probe.
    static func changed(
        _ result: RunResult, _ probe: String, record change: (inout Record<JSONValue>) -> Void
    ) throws -> RunResult {
        var result = result
        guard var record = try result.record(probe, details: JSONValue.self) else { return result }
        change(&record)
        result.records[probe] = try RecordCoding.record(
            from: try RecordCoding.encode(record), source: "example", probe: probe)
        return result
    }

    /// The same figure with all samples times a factor.
    static func scaled(_ measurement: Measurement, _ factor: Double, better: BetterEnd = .largest) -> Measurement {
        guard measurement.summary != nil else { return measurement }
        return Measurement(
            measurement.quantity, unit: measurement.unit, labels: measurement.labels,
            samples: measurement.samples.map { Sample(value: $0.value * factor, seconds: $0.seconds) },
            stopped: .interval, better: better)
    }
}
