import Catalog
import Quantities
import Records
import Statistics
import Tables
import TokenModel

/// Everything a section is made from. No clock, no locale, no file system.
struct ReportContext {
    let result: RunResult
    let catalog: Catalog
    let topology: Record<TopologyDetails>?
    let bandwidth: Record<BandwidthDetails>?
    let cells: [BandwidthCell]
    /// The read bandwidth of the whole machine, which predictions rest on.
    let readBandwidth: ReadRate?
    let latency: Record<LatencyDetails>?
    let latencies: [LatencyCell]
    let flops: Record<FlopsDetails>?
    let peaks: [PeakCell]
    /// The FP32 peak of all cores, which bounds the simple model; nil where none was measured.
    let measuredPeak: MeasuredPeak?
    /// Why there is none; nil where there is one.
    let reasonWithoutPeak: String?
    let smt: Record<SMTDetails>?
    let smtCells: [SMTCell]
    let scaling: Record<ScalingDetails>?
    let scalingCells: [ScalingCell]
    let curves: [ScalingCurve]
    let inference: Record<InferenceDetails>?
    let inferenceCells: [InferenceCell]
    let storage: Record<StorageDetails>?
    let storageCells: [StorageCell]
    /// What an engine that is here was rated at; `engine` is what predictions rest on.
    let engineRating: Record<EngineDetails>?
    let machineTheory: MachineTheory
    let figureLinks: FigureLinks
    /// What predictions of an engine's speed rest on; nil where the rates of inference were not measured.
    var engine: EngineBasis?
    /// By the fitted model, at the recommended placement, by size; empty where `engine` is nil.
    var forecasts: [Forecast] = []

    init(_ result: RunResult, _ catalog: Catalog, _ figureLinks: FigureLinks = .none) throws {
        self.figureLinks = figureLinks
        self.result = result
        self.catalog = catalog
        topology = try result.record("topology", details: TopologyDetails.self)
        bandwidth = try result.record("bandwidth", details: BandwidthDetails.self)
        cells = (bandwidth?.measurements ?? []).compactMap(BandwidthCell.init)
        readBandwidth = ReadRate(cells)
        latency = try result.record("latency", details: LatencyDetails.self)
        latencies = (latency?.measurements ?? []).compactMap(LatencyCell.init)
        flops = try result.record("flops", details: FlopsDetails.self)
        peaks = PeakCell.cells(flops?.measurements ?? [])
        let coreSets = flops?.details.coreSets ?? []
        let allCoresPeak = AllCoresPeak(peaks, coreSets: coreSets, topology: topology?.details)
        measuredPeak = MeasuredPeak(allCoresPeak, among: peaks, coreSets: coreSets)
        if case .missing(let reason) = allCoresPeak {
            reasonWithoutPeak = flops == nil ? Self.reasonMissing("flops", in: result) : reason
        } else {
            reasonWithoutPeak = nil
        }
        smt = try result.record("smt", details: SMTDetails.self)
        smtCells = (smt?.measurements ?? []).compactMap(SMTCell.init)
        scaling = try result.record("scaling", details: ScalingDetails.self)
        scalingCells = (scaling?.measurements ?? []).compactMap(ScalingCell.init)
        curves = scaling?.details.curves(scalingCells) ?? []
        inference = try result.record("inference", details: InferenceDetails.self)
        inferenceCells = (inference?.measurements ?? []).compactMap(InferenceCell.init)
        storage = try result.record("storage", details: StorageDetails.self)
        storageCells = (storage?.measurements ?? []).compactMap(StorageCell.init)
        engineRating = try result.record("engine", details: EngineDetails.self)
        machineTheory = MachineTheory(
            topology, given: result.given, catalog: catalog,
            measuredGHz: measuredPeak?.cell.clock?.summary?.median)
    }

    var theory: TheoreticalBandwidth { machineTheory.bandwidth }

    /// What limits models by operations; nil without a measured peak.
    var computeBound: ComputeBound? {
        measuredPeak.map {
            ComputeBound(peak: $0.peak, counting: .matrixProducts, prompt: PredictionBasis.usualPrompt)
        }
    }

    /// Memory that a model can use: the machine's, or what a cgroup leaves of it.
    var modelMemory: ByteCount? {
        guard let details = topology?.details else { return nil }
        return ByteCount(min(details.memory, details.usable.memoryLimit ?? .max))
    }

    /// "triad, spread"; the placement is left out where there is one.
    func name(of curve: ScalingCurve) -> String {
        curve.workload.shortName + (hasPlacements ? ", \(curve.placement)" : "")
    }

    /// Whether threads were placed in more than one order.
    var hasPlacements: Bool { Set(curves.map(\.placement)).count > 1 }

    /// A figure's place in the Markdown, after an empty line.
    func link(_ figure: Figure) -> String {
        figureLinks == .none ? "" : "\n![\(figure.altText.escapedForMarkdown)](\(figure.name).svg)\n"
    }

    /// A section that only says why there is nothing in it.
    func missingSection(_ title: String, _ probe: String) -> String {
        "## \(title)\n\nNot measured: \(reasonMissing(probe).escapedForMarkdown).\n"
    }

    /// Why a program has no record in this result, or not the figure that is asked of it.
    func reasonMissing(_ probe: String) -> String { Self.reasonMissing(probe, in: result) }

    private static func reasonMissing(_ probe: String, in result: RunResult) -> String {
        guard let run = result.runs.first(where: { $0.name == probe }) else { return "probe-\(probe) was not run" }
        // What is looked for is measured first, and so is the first that was left out.
        let record = try? result.record(probe, details: JSONValue.self)
        return run.reason ?? record?.measurements.compactMap(\.notMeasured).first
            ?? (record == nil ? "there is no record of it" : "it was not among the figures")
    }
}
