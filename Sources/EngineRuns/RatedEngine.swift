import Catalog
import Engines
import Glibc
import Quantities
import Records
import Statistics
import TokenModel

/// The engine that was rated beside a machine's measurements.
package struct RatedEngine {
    private let record: Record<EngineDetails>
    /// What predictions are fitted to: the first that was named.
    package let build: EngineDetails.Build

    /// Nil where nothing was rated.
    package init?(_ record: Record<EngineDetails>) {
        guard let build = record.details.builds.first else { return nil }
        self.record = record
        self.build = build
        guard !runs.isEmpty else { return nil }
    }

    /// Every rate of the build.
    package var runs: [EngineRun] {
        let models = Dictionary(record.details.models.map { ($0.name, $0) }) { first, _ in first }
        let cells = record.measurements.compactMap(EngineCell.init).filter { $0.build == build.id }
        let demands = models.compactMapValues { model in
            EngineModel(model).flatMap { model in
                model.model.storedTensors(model.mix).map {
                    ModelDemand(model.model, format: model.mix.rawValue, tensors: $0)
                }
            }
        }
        return cells.compactMap { cell in
            guard let summary = cell.summary, let demand = demands[cell.model] else { return nil }
            let isPrompt = cell.phase == .prompt
            // Its figure is of all tokens that it generated, the last of which attends to the others too.
            return EngineRun(
                engine: build.id, demand: demand,
                scenario: isPrompt ? Scenario(prompt: cell.tokens) : Scenario(context: cell.depth + cell.tokens / 2),
                phase: isPrompt ? .prompt : .generation, threads: cell.threads, depth: cell.depth,
                measured: summary.median, spread: cell.spread)
        }
    }

    /// A profile fitted to them; nil where nothing was measured where they ran.
    /// - Parameter rates: of the placements with so many threads, the recommended first.
    package func fit(
        prior: EngineProfile, host: String, rates: (Int) -> [PlacementRates], scaling: [ScalingCell] = []
    ) -> ProfileFit? {
        let change = memoryChange(scaling)
        return ProfileFit(
            runs, prior: prior.knowing(Self.known), name: "\(build.text), as measured here",
            source: "models of random weights on \(host), \(record.startedAt)",
            rates: { threads in rates(threads).map { $0.withReads(times: change) } })
    }

    /// Models of two layers tell little of what a token or a layer takes beside its products, and noise would be taken
    /// for it: a token of theirs takes milliseconds, and one of a real model a hundred.
    private static let known: [EngineProfile.Parameter: Double] = [
        .token: 0.35, .layer: 0.5, .promptElement: 0.7, .promptAttention: 0.35, .barriers: 0.3,
    ]

    /// How fast memory was read while the engine ran, over when the machine was measured; 1 where that is as it was,
    /// where it is not known, and where either is not known well: the change would add more than it takes out.
    package func memoryChange(_ scaling: [ScalingCell]) -> Double {
        let pulse = record.measurements.first { $0.quantity == EnginePulse.quantity }
        guard let now = pulse?.summary, let threads = pulse?.labels["threads"].flatMap({ Int($0) }),
            let before = scaling.first(where: { $0.workload == .read && $0.threads == threads })?.summary,
            now.relativeHalfWidth < Self.steady, before.relativeHalfWidth < Self.steady,
            now.low > before.high || now.high < before.low
        else { return 1 }
        let change = now.median / before.median
        return abs(change - 1) < Self.unnoticed ? 1 : min(4, max(0.25, change))
    }

    /// Two readings of one machine differ by as much.
    private static let unnoticed = 0.04
    /// Half the width of an interval, as a share, of what is known well.
    private static let steady = 0.03
}

extension PlacementRates {
    /// On a machine whose memory gives so much more.
    fileprivate func withReads(times factor: Double) -> PlacementRates {
        guard factor != 1, let reads = reads.scaled(by: factor) else { return self }
        let kernels = kernels.mapValues { rates in
            // What streams at the loop's own rate does not gain.
            KernelRates(
                cache: rates.cache,
                memory: rates.memory.map { memory in memory.map { min($0 * factor, max($0, rates.cache.median)) } })
        }
        return PlacementRates(
            placement: placement, threads: threads, reads: reads, kernels: kernels, prompts: prompts,
            vectorExperts: vectorExperts, shapes: shapes, loops: loops, products: products, attention: attention,
            barrier: barrier, memory: memory, core: core)
    }
}
