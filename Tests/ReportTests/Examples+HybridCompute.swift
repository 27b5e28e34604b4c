import Records
import Statistics

/// What its cores would do.
extension HybridDesktop {
    private static let sets: [(kind: String, cores: Int, clock: Double)] = [
        ("performance", 1, 4.9), ("efficiency", 1, 3.6), ("performance", 6, 4.5), ("efficiency", 8, 3.4),
    ]

    static let flopsDetails = FlopsDetails(
        plan: [], seed: 1,
        coreSets: [
            CoreSet(kind: "performance", cpus: [0]), CoreSet(kind: "efficiency", cpus: [12]),
            CoreSet(kind: "performance", cpus: Array(coreCPUs.prefix(6))),
            CoreSet(kind: "efficiency", cpus: Array(coreCPUs.suffix(8))), CoreSet(kind: "all", cpus: coreCPUs),
        ],
        cores: [theory("performance", 32, 128), theory("efficiency", 16, 32)], leftOut: [:])

    private static func theory(_ kind: String, _ floats: Double, _ bytes: Double) -> CoreTheory {
        CoreTheory(
            kind: kind, microarchitecture: "Example \(kind) core",
            peaks: [("fp32", "avx2", floats), ("int8", "avx_vnni", bytes)].map {
                CoreTheory.Peak(type: $0, isa: $1, operationsPerCycle: $2, provenance: "an example")
            })
    }

    static var peaks: [Measurement] {
        let loops = [("fp32", "avx2", "vfmadd213ps", 32.0, 16.0), ("int8", "avx_vnni", "vpdpbusd", 128, 32)]
        return loops.flatMap { type, isa, instruction, fast, slow -> [Measurement] in
            let own = sets.flatMap { set -> [Measurement] in
                let theory = set.kind == "performance" ? fast : slow
                return Examples.Peak(
                    type: type, isa: isa, instruction: instruction, perCycle: 0.99 * theory, theory: theory,
                    cores: set.cores, kind: set.kind, clock: set.clock
                ).measurements
            }
            // Of cores that differ the mean.
            let mean = 0.97 * (6 * 4.4 * fast + 8 * 3.3 * slow) / 14 / 3.8
            return own
                + Examples.Peak(
                    type: type, isa: isa, instruction: instruction, perCycle: mean, theory: nil, cores: 14, clock: 3.8
                ).measurements
        }
    }

    static let smtDetails = SMTDetails(
        plan: [], seed: 1,
        state: .partly(
            threadsPerCore: 2, cores: 6, of: 14, reason: "the efficiency cores have one thread each"),
        cores: fast.map { IDSet([2 * $0, 2 * $0 + 1]) }, placements: [placement])

    static var smtRates: [Measurement] {
        let rates: [(Workload, Double, Double)] = [
            (.fma, 860, 855), (.read, 64, 64), (.triad, 60, 58), (.loads, 310, 540), (.dot, 61, 63),
        ]
        return rates.flatMap { [Examples.smtRate($0, 1, $1), Examples.smtRate($0, 2, $2)] }
    }

    static let scalingDetails: ScalingDetails = {
        let cpus = coreCPUs + fast.map { 2 * $0 + 1 }
        return ScalingDetails(
            plan: [], seed: 1,
            orders: [
                ScalingDetails.Order(
                    placement: "compact", cpus: cpus, kinds: cpus.map { $0 < 12 ? "performance" : "efficiency" })
            ], cores: 14, usableCPUs: 20,
            boundaries: [(6, "all performance cores"), (14, "all cores"), (20, "all threads")].map {
                ScalingDetails.Boundary(threads: $0, names: [$1])
            }, placements: [placement],
            kernels: ["fma": "fp32 vfmadd213ps (avx2)"])
    }()

    static var scalingRates: [Measurement] {
        let alone: [(workload: Workload, fast: Double, slow: Double, limit: Double)] = [
            (.fma, 145, 55, .infinity), (.read, 31, 14, 66), (.triad, 27, 12, 61), (.dot, 22, 9, 64),
        ]
        return alone.flatMap { work -> [Measurement] in
            let counts = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 20].map { threads in
                let sum = work.fast * Double(min(threads, 6)) + work.slow * Double(min(max(threads - 6, 0), 8))
                let ratio = sum / work.limit
                let rate = sum / (1 + ratio * ratio * ratio * ratio).squareRoot().squareRoot()
                return Examples.scalingRate(work.workload, "compact", threads, rate)
            }
            let single = figure(
                "scaling", work.workload.unit, work.slow,
                [
                    "workload": work.workload.rawValue, "placement": "single", "threads": "1",
                    "core_kind": "efficiency",
                ])
            return counts + [single]
        }
    }

    static let inferenceDetails = InferenceDetails(
        plan: [], seed: 1, places: [], shapes: [], cacheBytesPerThread: 1 << 20, placements: [placement], missing: [])

    static var inferenceRates: [Measurement] {
        let vectors = [("F16", 170.0), ("Q8_0", 130), ("Q6_K", 90), ("Q4_K", 72)].flatMap { format, rate in
            [("cache", rate), ("memory", min(rate, 64))].map { source, rate in
                inference("matrix_vector", format, rate, ["source": source])
            }
        }
        let products = [("FP32", 260.0), ("INT8", 900)].flatMap { type, rate in
            [(1, 0.1), (512, 1.0)].map { batch, share in
                inference("matrix_matrix", type, rate * share, ["source": "cache", "batch": "\(batch)"])
            }
        }
        return vectors + products + [inference("attention", "F16", 50, ["source": "memory", "context": "4096"])]
    }

    private static func inference(
        _ operation: String, _ format: String, _ value: Double, _ more: [String: String]
    ) -> Measurement {
        let labels = [
            "operation": operation, "format": format, "isa": "avx_vnni", "threads": "14", "batch": "1", "node": "0",
            "operations_per_byte": operation == "matrix_vector" ? "3.56" : "1",
        ]
        return figure(InferenceCell.quantity, InferenceCell.unit, value, labels.merging(more) { $1 })
    }
}
