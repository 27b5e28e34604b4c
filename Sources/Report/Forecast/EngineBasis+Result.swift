import Catalog
import Quantities
import Records
import TokenModel

extension EngineBasis {
    /// What a result tells.
    /// - Parameter threads: nil for one on each core.
    /// - Throws: `Failure` with 65 where it lacks the rates of inference, 64 where it has none of so many threads.
    package init(_ result: RunResult, profile: EngineProfile, threads: Int? = nil) throws {
        let machine = try MachineRates(result)
        if let threads, threads > machine.mostThreads {
            throw Failure(
                .usage, cannot: "predict for --threads \(threads)",
                because: "this result has rates of 1 to \(machine.mostThreads) threads",
                remedy: "Ask for fewer")
        }
        let context = try ReportContext(result, Catalog(models: [], formats: []))
        self.init(placements: machine.placements(threads: threads), profile: profile, storage: context.storageRate)
        guard placements.isEmpty else { return }
        throw Failure(
            .badData, cannot: "predict an engine's speed from this result",
            because: "its rates of inference and of reading are of different places",
            remedy: "Run `probe all`, and predict from its result.json")
    }
}

extension EngineBasis {
    /// Nil where the result lacks the rates of inference.
    init?(_ context: ReportContext, profile: EngineProfile) {
        guard let placements = MachineRates(context)?.placements(), !placements.isEmpty else { return nil }
        self.init(placements: placements, profile: profile, storage: context.storageRate)
    }
}

extension ReportContext {
    /// What is read from storage; nil where it was not measured.
    var storageRate: Estimate<Bandwidth>? {
        storageCells.fastestFromStorage?.summary.map { summary in
            Estimate(summary).map { Bandwidth(gigabytesPerSecond: $0) }
        }
    }
}
