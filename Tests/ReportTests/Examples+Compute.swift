import Records
import Statistics

extension Examples {
    /// Twelve samples around a value, with an interval of a tenth of a percent.
    static func samples(around value: Double) -> [Sample] {
        (0..<12).map { Sample(value: value * (1 + 0.001 * Double($0 % 5)), seconds: 0.02) }
    }

    /// One loop on some cores: rate, clock and operations per cycle.
    struct Peak {
        var type = "fp32"
        var isa = "avx512"
        var mix = "fma"
        var instruction = "vfmadd213ps"
        var perCycle = 64.0
        var theory: Double? = 64
        var cores = 32
        var kind = "all"
        var package: Int?
        var clock = 3.8
        /// Threads where a core has several.
        var threads: Int?

        var measurements: [Measurement] {
            let labels = labels("peak")
            func measurement(_ quantity: String, _ unit: String, _ value: Double) -> Measurement {
                Measurement(
                    quantity, unit: unit, labels: labels, samples: Examples.samples(around: value), stopped: .interval,
                    better: .largest)
            }
            return [
                measurement("compute", "GOP/s", perCycle * clock * Double(cores)), measurement("clock", "GHz", clock),
                measurement("operations per cycle", "op/cycle", perCycle),
            ]
        }

        func labels(_ study: String) -> [String: String] {
            var labels = [
                "study": study, "type": type, "isa": isa, "mix": mix, "instruction": instruction,
                "threads": "\(threads ?? cores)", "core_kind": kind, "cores": "\(cores)",
            ]
            labels["package"] = package.map { "\($0)" }
            labels["theoretical_ops_per_cycle"] = theory.map { "\($0)" }
            return labels
        }

        /// The clock and the rate in ten seconds, a sample every tenth of one.
        /// - Parameter end: the clock after five seconds, from then on.
        func sag(to end: Double, seconds: Double = 10) -> [Measurement] {
            let clocks = (0..<Int(seconds * 10)).map { step -> Double in
                let passed = min(1, Double(step) / 50)
                return (clock + (end - clock) * passed) * (1 + 0.001 * Double(step % 3))
            }
            return [("compute", "GOP/s", perCycle * Double(cores)), ("clock", "GHz", 1)].map { quantity, unit, factor in
                Measurement(
                    quantity, unit: unit, labels: labels("sag"),
                    samples: clocks.map { Sample(value: $0 * factor, seconds: 0.1) }, stopped: .count,
                    better: .largest)
            }
        }
    }

    private static let loops = [
        Peak(type: "fp64", isa: "scalar", instruction: "mulsd, addsd", perCycle: 3.99, theory: nil, clock: 4.1),
        Peak(type: "fp64", isa: "avx2", instruction: "vfmadd213pd", perCycle: 15.9, theory: 16, clock: 4),
        Peak(type: "fp64", instruction: "vfmadd213pd", perCycle: 31.8, theory: 32, clock: 3.7),
        Peak(isa: "scalar", instruction: "mulss, addss", perCycle: 3.99, theory: nil, clock: 4.1),
        Peak(isa: "sse2", instruction: "mulps, addps", perCycle: 15.9, theory: nil, clock: 4.1),
        Peak(isa: "avx2", perCycle: 31.9, theory: 32, clock: 4),
        Peak(isa: "avx2", mix: "fma_add", instruction: "vfmadd213ps, vaddps", perCycle: 31.9, theory: 32, clock: 4),
        Peak(perCycle: 63.6),
        Peak(mix: "fma_add", instruction: "vfmadd213ps, vaddps", perCycle: 85.9),
        Peak(
            type: "int8", isa: "avx512_vnni", instruction: "vpdpbusd", perCycle: 251, theory: 256, clock: 3.75),
    ]

    static var peaks: [Measurement] {
        loops.flatMap { loop -> [Measurement] in
            var (one, package) = (loop, loop)
            (one.cores, one.kind, one.clock) = (1, "uniform", loop.clock + 0.3)
            (package.cores, package.clock) = (16, loop.clock + 0.02)
            let packages = [0, 1].flatMap { number -> [Measurement] in
                package.package = number
                return package.measurements
            }
            return one.measurements + loop.measurements + packages
        } + Peak(perCycle: 63.6).sag(to: 3.5)
    }

    static let flopsDetails = FlopsDetails(
        plan: [], seed: 1,
        coreSets: [
            CoreSet(kind: "uniform", cpus: [0]), CoreSet(kind: "all", cpus: Array(0..<32)),
            CoreSet(kind: "all", package: 0, cpus: Array(0..<16)),
            CoreSet(kind: "all", package: 1, cpus: Array(16..<32)),
        ],
        cores: [
            CoreTheory(
                kind: "uniform", microarchitecture: "Example Cove <9000>",
                peaks: [
                    CoreTheory.Peak(type: "fp64", isa: "avx512", operationsPerCycle: 32, provenance: "an example"),
                    CoreTheory.Peak(type: "fp32", isa: "avx512", operationsPerCycle: 64, provenance: "an example"),
                    CoreTheory.Peak(
                        type: "int8", isa: "avx512_vnni", operationsPerCycle: 256, provenance: "an example"),
                ])
        ], leftOut: ["amx": "the kernel does not let an example use tiles"])

    static func smtRate(_ workload: Workload, _ threads: Int, _ value: Double) -> Measurement {
        Measurement(
            "smt", unit: workload.unit, labels: ["workload": workload.rawValue, "threads_per_core": "\(threads)"],
            samples: samples(around: value), stopped: .interval, better: .largest)
    }

    static var smtRates: [Measurement] {
        let rates: [(Workload, Double, Double)] = [
            (.fma, 7700, 7650), (.read, 380, 381), (.triad, 360, 331), (.loads, 280, 510), (.dot, 352, 371),
        ]
        return rates.flatMap { [smtRate($0, 1, $1), smtRate($0, 2, $2)] }
    }

    static let smtDetails = SMTDetails(
        plan: [], seed: 1, state: .on(threadsPerCore: 2), cores: (0..<32).map { IDSet([$0, $0 + 32]) },
        placements: [])

    static func scalingRate(_ workload: Workload, _ placement: String, _ threads: Int, _ value: Double) -> Measurement {
        Measurement(
            "scaling", unit: workload.unit,
            labels: ["workload": workload.rawValue, "placement": placement, "threads": "\(threads)"],
            samples: samples(around: value), stopped: .interval, better: .largest)
    }

    /// Of memory each socket gives at most `limit`, and a core at most `single`.
    private static func rate(_ single: Double, limit: Double, _ threads: Int, spread: Bool) -> Double {
        let cores = min(threads, 32)
        let first = spread ? (cores + 1) / 2 : min(cores, 16)
        let parts = [first, cores - first].map { count -> Double in
            let (asked, fourth) = (single * Double(count), pow4(single * Double(count) / limit))
            return asked / (1 + fourth).squareRoot().squareRoot()
        }
        return parts.reduce(0, +) * (threads > 32 ? 0.98 : 1)
    }

    private static func pow4(_ value: Double) -> Double { value * value * value * value }

    static var scalingRates: [Measurement] {
        let counts = [1, 2, 3, 4, 6, 8, 12, 16, 17, 20, 24, 28, 32, 33, 48, 64]
        return ["compact", "spread"].flatMap { placement in
            counts.flatMap { threads -> [Measurement] in
                let cores = Double(min(threads, 32))
                let memory = { rate($0, limit: $1, threads, spread: placement == "spread") }
                return [
                    scalingRate(.fma, placement, threads, 262 * cores / (1 + 0.0025 * (cores - 1))),
                    scalingRate(.read, placement, threads, memory(40, 190)),
                    scalingRate(.triad, placement, threads, memory(36, 180)),
                    scalingRate(.dot, placement, threads, memory(22, 185)),
                ]
            }
        }
    }

    static let scalingDetails = ScalingDetails(
        plan: [], seed: 1,
        orders: ["compact", "spread"].map {
            ScalingDetails.Order(placement: $0, cpus: Array(0..<64), kinds: nil)
        }, cores: 32,
        boundaries: [
            ScalingDetails.Boundary(threads: 16, names: ["one package"]),
            ScalingDetails.Boundary(threads: 32, names: ["all cores"]),
            ScalingDetails.Boundary(threads: 64, names: ["all threads"]),
        ], placements: [], kernels: ["fma": "fp32 vfmadd213ps (avx512)"])
}
