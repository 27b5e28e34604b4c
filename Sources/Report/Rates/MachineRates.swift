import Catalog
import Quantities
import Records
import Statistics
import TokenModel

/// The rates of a result that predictions of an engine's speed rest on.
package struct MachineRates {
    private let inference: [InferenceCell]
    private let reads: ReadRates
    private let barriers: [LatencyCell]
    private let topology: TopologyDetails?
    private let memory: ByteCount?
    private let engine: InferenceDetails.Engine?

    /// - Throws: `Failure` where the result lacks the rates of inference, or of reading.
    package init(_ result: RunResult) throws {
        let context = try ReportContext(result, Catalog(models: [], formats: []))
        guard let rates = MachineRates(context) else {
            let missing = context.readBandwidth == nil ? "bandwidth" : "inference"
            throw Failure(
                .badData, cannot: "predict an engine's speed from this result",
                because: "it has no rates of \(missing) (\(context.reasonMissing(missing)))",
                remedy: "Run `probe all`, and predict from its result.json")
        }
        self = rates
    }

    /// Nil where the result lacks the rates of inference, or of reading.
    init?(_ context: ReportContext) {
        let cells = context.inferenceCells.filter { ($0.summary?.low ?? 0) > 0 && $0.build == nil }
        guard cells.contains(where: { $0.source == .cache }),
            let reads = ReadRates(context)
        else { return nil }
        inference = cells
        self.reads = reads
        barriers = context.latencies.filter { $0.kind == .barrier && $0.summary != nil }
        topology = context.topology?.details
        memory = context.modelMemory
        engine = context.inference?.details.engine
    }

    /// The most threads that were measured.
    package var mostThreads: Int { inference.map(\.threads).max() ?? 1 }
}

extension MachineRates {
    /// Each placement that was measured, the fastest that an engine can be told to take first.
    /// - Parameter threads: nil for one on each core.
    package func placements(threads: Int? = nil) -> [PlacementRates] {
        let nodes = topology?.memoryNodes.filter { !$0.pus.isEmpty } ?? []
        guard nodes.count > 1 else { return [rates(.whole, threads: threads)].compactMap(\.self) }
        let single = nodes.compactMap { rates(.node($0.id), threads: threads) }
        let feasible = (single + [rates(.interleaved, threads: threads)].compactMap(\.self)).sorted {
            $1.reads.at(.greatestFiniteMagnitude).median < $0.reads.at(.greatestFiniteMagnitude).median
        }
        return feasible + [rates(.split, threads: threads)].compactMap(\.self)
    }

    private func rates(_ placement: Placement, threads: Int?) -> PlacementRates? {
        let cells = inference.filter { $0.belongs(to: placement) }
        guard let most = cells.map(\.threads).max() else { return nil }
        let threads = min(max(1, threads ?? most), most)
        guard let reads = reads.curve(placement, threads: threads) else { return nil }
        let loops = cells.engineLoops(threads: threads, engine)
        return PlacementRates(
            placement: placement, threads: threads, reads: reads, kernels: loops.kernels, prompts: loops.prompts,
            vectorExperts: loops.vectorExperts, shapes: loops.shapes, loops: loops.source,
            products: cells.products(threads: threads), attention: cells.attention(threads: threads),
            barrier: barrier(threads: threads), memory: memory(of: placement),
            core: topology?.cpu.kind)
    }

    /// In seconds; 0 of one thread, and where it was not measured.
    private func barrier(threads: Int) -> Double {
        guard threads > 1 else { return 0 }
        let points = barriers.compactMap { cell in
            cell.summary.map { RateCurve.Point(size: Double(cell.threads), rate: $0.estimate(scale: 1e-9)) }
        }
        return RateCurve(points)?.at(Double(threads)).median ?? 0
    }

    private func memory(of placement: Placement) -> ByteCount? {
        guard case .node(let id) = placement, let node = topology?.nodes.first(where: { $0.id == id }) else {
            return memory
        }
        return ByteCount(min(node.memory, memory?.bytes ?? .max))
    }
}

extension InferenceCell {
    /// Cells of several nodes are of threads with their own node's weights; how they share memory page by page is in
    /// the read rate.
    fileprivate func belongs(to placement: Placement) -> Bool {
        switch placement {
        case .whole: true
        case .node(let id): node == id
        case .interleaved, .split: node == nil
        }
    }
}

extension MachineRates {
    /// Operations per second of one core at its fastest, of floats and of anything; nil where no peak was measured.
    package static func corePeak(_ result: RunResult) throws -> (floats: Double, any: Double)? {
        let peaks = try ReportContext(result, Catalog(models: [], formats: [])).peaks.measuredPeaks
        let fastest = { (cells: [PeakCell]) in
            cells.compactMap { cell in cell.summary.map { $0.high * 1e9 / Double(cell.cores) } }.max()
        }
        guard let any = fastest(peaks), let floats = fastest(peaks.filter { $0.type != "int8" }) else { return nil }
        return (floats, any)
    }
}
