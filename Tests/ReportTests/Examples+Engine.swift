import Records
import Statistics

extension Examples {
    /// What a run with rates of inference would have; both nodes alike.
    static func twoSocketServerWithInference() throws -> RunResult {
        var result = try twoSocketServer()
        let details = InferenceDetails(
            plan: [], seed: 1, places: [], shapes: [], cacheBytesPerThread: 1 << 20, placements: [], missing: [])
        result.records["inference"] = try record("inference", details, measurements: inferenceRates)
        result.runs.append(
            ProbeRun(name: "inference", program: "probe-inference", outcome: .succeeded, seconds: 30))
        return result
    }

    private static var inferenceRates: [Measurement] {
        let nodes: [(node: String?, threads: Int, scale: Double)] = [("0", 16, 1), ("1", 16, 1), (nil, 32, 2)]
        return nodes.flatMap { place -> [Measurement] in
            let vectors = [("F16", 400.0), ("Q8_0", 330), ("Q6_K", 210), ("Q4_K", 160)].flatMap { format, rate in
                [("cache", rate), ("memory", min(rate, 185))].map { source, rate in
                    inference("matrix_vector", format, rate * place.scale, place, ["source": source])
                }
            }
            let products = ["FP32": 1200.0, "INT8": 5000].flatMap { type, rate in
                [(1, 0.1), (512, 1.0)].map { batch, share in
                    inference(
                        "matrix_matrix", type, rate * share * place.scale, place,
                        ["source": "cache", "batch": "\(batch)", "operations_per_byte": "1"])
                }
            }
            let attention = inference(
                "attention", "F16", 150 * place.scale, place, ["source": "memory", "context": "4096"])
            return vectors + products + [attention]
        }
    }

    private static func inference(
        _ operation: String, _ format: String, _ value: Double, _ place: (node: String?, threads: Int, scale: Double),
        _ more: [String: String]
    ) -> Measurement {
        var labels = [
            "operation": operation, "format": format, "isa": "avx512_vnni", "threads": "\(place.threads)",
            "batch": "1", "operations_per_byte": "3.56",
        ]
        labels["node"] = place.node
        return Measurement(
            InferenceCell.quantity, unit: InferenceCell.unit, labels: labels.merging(more) { $1 },
            samples: samples(around: value), stopped: .interval, better: .largest)
    }
}
