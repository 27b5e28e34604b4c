import Records
import Statistics

/// A result as `probe all` writes it, of figures that nobody measured, so that commands on results need no measurement.
enum HandMadeResult {
    /// Whether it has what predictions of an engine's speed need.
    enum Inference {
        case measured
        case missing
    }

    /// Of a machine of two cores.
    /// - Parameter speed: all rates are so many times those of another.
    static func json(_ inference: Inference, host: String = "example", speed: Double = 1) throws -> String {
        var result = RunResult(
            host: host, startedAt: "2026-01-02T03:04:05Z", command: ["probe", "all"], given: GivenFacts())
        let reads = [1, 2].map { threads in
            measurement(
                "bandwidth", "GB/s", 15 * speed * Double(threads),
                [
                    "kernel": "read", "stores": "none", "isa": "avx2", "threads": "\(threads)", "cpu_node": "0",
                    "memory_node": "0", "credited_bytes": "8", "moved_bytes": "8", "study": "loops",
                ])
        }
        result.records["bandwidth"] = try record(
            "bandwidth", BandwidthDetails(placements: [], seed: 1), reads)
        if inference == .measured {
            let details = InferenceDetails(
                plan: [], seed: 1, places: [], shapes: [], cacheBytesPerThread: 1 << 20, placements: [], missing: [])
            result.records["inference"] = try record(
                "inference", details, [1, 2].flatMap { rates(threads: $0, speed: speed) })
        }
        return String(decoding: try RecordCoding.encode(result), as: UTF8.self)
    }

    private static func rates(threads: Int, speed: Double) -> [Measurement] {
        let labels = [
            "isa": "avx2", "threads": "\(threads)", "batch": "1", "operations_per_byte": "2", "source": "cache",
        ]
        let vectors = [("Q8_0", 12.0), ("Q4_K", 9), ("Q6_K", 9), ("F32", 14)].map { format, rate in
            measurement(
                InferenceCell.quantity, InferenceCell.unit, rate * speed * Double(threads),
                labels.merging(["operation": "matrix_vector", "format": format]) { $1 })
        }
        let products = ["INT8", "FP32"].map { format in
            measurement(
                InferenceCell.quantity, InferenceCell.unit, 50 * speed * Double(threads),
                labels.merging(["operation": "matrix_matrix", "format": format, "batch": "512"]) { $1 })
        }
        return vectors + products
    }

    private static func measurement(
        _ quantity: String, _ unit: String, _ value: Double, _ labels: [String: String]
    ) -> Measurement {
        let samples = (0..<12).map { Sample(value: value * (1 + 0.001 * Double($0 % 5)), seconds: 0.02) }
        return Measurement(
            quantity, unit: unit, labels: labels, samples: samples, stopped: .interval, better: .largest)
    }

    private static func record<Details: Codable & Sendable>(
        _ probe: String, _ details: Details, _ measurements: [Measurement]
    ) throws -> JSONValue {
        let record = Record(
            probe: probe, arguments: [], startedAt: "2026-01-02T03:04:05Z", seconds: 9,
            environment: Environment(host: "example", kernel: "Linux 6.1 x86_64"), caveats: [],
            measurements: measurements, details: details)
        return try RecordCoding.record(from: try RecordCoding.encode(record), source: "example", probe: probe)
    }
}
