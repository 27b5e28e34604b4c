import Kernels
import Machine
import ProbeKit
import Records
import Workloads

/// Which loops run on which threads; decided before anything is allocated.
struct InferencePlan {
    let loops: [any InferenceLoop]
    let figures: [Figure]
    let places: Places
    let homes: ThreadHomes
    private let missing: [InferenceDetails.Missing]
    private let engine: InferenceDetails.Engine?
    private let cacheBytes: Int
    /// The longest that all may take.
    let seconds: Double

    /// A loop on some threads.
    struct Figure {
        let loop: any InferenceLoop
        let place: Places.Place
    }

    init(machine: Machine, choice: LoopChoice, options: MeasurementOptions) throws {
        let pairs = try NodePairs(machine, asked: options.nodes)
        let allowed = pairs.cpuNodes.flatMap { machine.cpus(onNode: $0).prefix(options.threads ?? .max) }
        let order = machine.order(.compact, nodes: IDSet(pairs.cpuNodes.map(\.id)))
            .filter(IDSet(allowed).contains)
        guard !order.isEmpty else {
            throw Failure(
                .unavailable, cannot: "lay threads on cores", because: "no CPU of a node may be used",
                remedy: "Widen the cpuset, or name other nodes with --nodes")
        }
        homes = ThreadHomes(machine, cpus: order, memory: pairs.memoryNodes)
        places = Places(machine, order: order, homes: homes)
        cacheBytes = Self.cacheBytes(machine, order)
        let chosen = try InstructionSet.chosen(options.isa?.names)
        // Without permission a program that uses tiles is killed.
        let refusal = chosen.contains(.amx) ? TilePermission.request() : nil
        let usable = (chosen + chosen.map(\.base)).filter { $0 != .amx || refusal == nil }
        var choice = choice.loops(in: usable, isRestricted: options.isa != nil, cacheBytes: cacheBytes)
        if let refusal { choice.miss(.matrixMatrix, "in amx", refusal) }
        (loops, missing, engine) = (choice.loops, choice.missing, choice.engine)
        figures = loops.flatMap { [places] loop in
            places.of(loop).map { Figure(loop: loop, place: $0) }
        }
        // Sixteen formats from memory and cache, and what else there is, by one and by two threads.
        let standard = TimeBudget.standard(options.quick ? 6 : 40, figures: figures.count, usual: 120)
        seconds = options.timeBudget?.seconds ?? standard
    }

    /// Half of what each thread has of a second-level cache where all run, so that the vector, the results and other
    /// things have room; where no such cache is told, a first-level cache's own size, of which some spills.
    private static func cacheBytes(_ machine: Machine, _ cpus: [Int]) -> Int {
        // 32 KiB: no core of the last ten years has less.
        machine.cachePerThread(level: 2, cpus: cpus).map { $0 / 2 } ?? machine.cachePerThread(level: 1, cpus: cpus)
            ?? 32 << 10
    }

    /// For the record.
    func details(planned: [PlannedStudy], placements: [ArrayPlacement], seed: Int) -> InferenceDetails {
        var shapes: [InferenceDetails.Shape] = []
        for loop in loops {
            let shape = InferenceDetails.Shape(
                operation: loop.operation, format: loop.format, kernel: loop.name, text: loop.shape,
                bytesPerElement: loop.bytesPerElement)
            if !shapes.contains(shape) { shapes.append(shape) }
        }
        return InferenceDetails(
            plan: planned, seed: seed, places: places.all.map { .init(cpus: $0.cpus, node: $0.node) },
            shapes: shapes, cacheBytesPerThread: cacheBytes, placements: placements, missing: missing,
            engine: engine)
    }
}

extension InferencePlan.Figure {
    var labels: [String: String] {
        var labels = [
            "operation": loop.operation.rawValue, "format": loop.format, "source": loop.source.rawValue,
            "threads": "\(place.cpus.count)", "batch": "\(loop.batch)", "isa": loop.isa, "kernel": loop.name,
            "operations_per_byte": loop.operationsPerByte.description,
        ]
        labels["node"] = place.node.map { "\($0)" }
        labels["context"] = loop.context.map { "\($0)" }
        return labels.merging(loop.labels) { own, _ in own }
    }
}
