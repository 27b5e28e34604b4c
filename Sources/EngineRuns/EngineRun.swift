import Catalog
import Quantities
import TokenModel

/// One speed that an engine was measured to have, with the model it ran.
package struct EngineRun: Hashable, Sendable {
    /// What tells builds of the engine apart: the name of the file that it was written to.
    package let engine: String
    package let demand: ModelDemand
    package let scenario: Scenario
    package let phase: Calibration.Phase
    package let threads: Int
    /// Tokens in the KV cache before those that were generated.
    package let depth: Int
    /// `--numa`; nil where none was given.
    package let numa: String?
    /// Tokens per second.
    package let measured: Double
    /// The standard deviation of its repeats, as a share.
    package let spread: Double

    package init(
        engine: String = "", demand: ModelDemand, scenario: Scenario, phase: Calibration.Phase, threads: Int,
        depth: Int = 0, numa: String? = nil, measured: Double, spread: Double
    ) {
        self.engine = engine
        self.demand = demand
        self.scenario = scenario
        self.phase = phase
        self.threads = threads
        self.depth = depth
        self.numa = numa
        self.measured = measured
        self.spread = spread
    }
}

extension EngineRun {
    /// "Llama 3.2 1B Q4_K_M, generation at depth 2048, 2 threads"; the same for repeats with other numbers of tokens.
    package var name: String {
        "\(demand.model.name) \(demand.format), \(phase.rawValue)" + (depth > 0 ? " at depth \(depth)" : "") + ", "
            + (threads == 1 ? "1 thread" : "\(threads) threads")
    }

    /// Repeats that differ by more tell of a machine that was not quiet.
    package static let noisySpread = 0.05

    /// Whether its repeats differ too much to judge a prediction by it.
    package var isNoisy: Bool { spread > Self.noisySpread }

    /// The rates where it ran: as its `--numa` says, else the first. No engine keeps each thread's weights in its own
    /// node's memory, so that the ideal split is left out.
    package func placement(among rates: [PlacementRates]) -> PlacementRates? {
        let real = rates.filter { $0.placement != .split && $0.threads == threads }
        let asked = real.first { rates in
            switch (numa, rates.placement) {
            case ("distribute", .interleaved), ("isolate", .node): true
            default: false
            }
        }
        return asked ?? real.first
    }
}
