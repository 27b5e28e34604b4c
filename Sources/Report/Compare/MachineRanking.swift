import Catalog
import Quantities
import Records
import Statistics
import TokenModel

/// Several machines, the one that generates fastest first.
package struct MachineRanking: Sendable {
    package let entries: [Entry]
    /// Whose generation is predicted; the first is what machines are ranked by.
    package let models: [ModelDemand]

    /// One machine. A rate is nil where it was not measured.
    package struct Entry: Sendable {
        package let run: ComparedRun
        /// Of the whole machine, in GB/s.
        package let read: Estimate<Double>?, triad: Estimate<Double>?
        /// Of a load from a node's own memory, in nanoseconds.
        package let latency: Estimate<Double>?
        /// Of all cores, in GOP/s.
        package let fp32: Estimate<Double>?, int8: Estimate<Double>?
        package let generation: [Generation]
        package let price: Price?
        /// The profile that generation is predicted by; nil where there are no rates of inference.
        package let profile: String?
    }

    /// Generation of one model.
    package enum Generation: Hashable, Sendable {
        /// In token/s.
        case predicted(Estimate<Double>)
        /// The simple model's, which engines stay below: the result has no rates of inference.
        case below(Double)
        case doesNotFit
        /// The result has no read bandwidth.
        case unknown
    }

    /// - Parameters:
    ///   - runs: one of each machine.
    ///   - prices: of each machine, in the order of the runs; empty where none was named.
    ///   - models: at least one.
    package init(_ runs: [ComparedRun], prices: [Price], models: [ModelDemand]) throws {
        self.models = models
        let entries = try runs.enumerated().map { index, run in
            try Entry(run, price: index < prices.count ? prices[index] : nil, models: models)
        }
        self.entries = entries.enumerated().sorted { one, other in
            one.element.isAhead(of: other.element) ?? (one.offset < other.offset)
        }.map(\.element)
    }
}

extension MachineRanking.Entry {
    fileprivate init(_ run: ComparedRun, price: Price?, models: [ModelDemand]) throws {
        let context = try ReportContext(run.result, Catalog(models: [], formats: []))
        self.run = run
        self.price = price
        read = context.readBandwidth.map { Estimate(median: $0.median, low: $0.low, high: $0.high) }
        triad = context.cells.wholeMachine.flatMap { context.cells.fastest("triad", node: $0)?.summary }
            .map { Estimate($0) }
        latency = context.memoryLatency.map { Estimate($0) }
        fp32 = context.measuredPeak.map { $0.together.map(\.gigaPerSecond) }
        int8 = context.peaks.fastest("int8")?.summary.map { Estimate($0) }
        let profile = try run.profile ?? EngineProfile.builtIn()
        let engine = EngineBasis(context, profile: profile)
        self.profile = engine?.profile.name
        generation =
            context.readBandwidth.map { read in
                let forecaster = Forecaster(
                    PredictionBasis(context, read), engine: engine, question: Forecaster.Question(Scenario()))
                return models.map { Self.generation(forecaster.forecasts(Forecaster.Subject($0)).first) }
            } ?? models.map { _ in .unknown }
    }

    private static func generation(_ forecast: Forecast?) -> MachineRanking.Generation {
        guard let forecast else { return .unknown }
        guard let engine = forecast.engine else {
            return forecast.simple.rate.map { .below($0.value) } ?? .doesNotFit
        }
        return engine.prediction.generation.map { .predicted($0.map(\.value)) } ?? .doesNotFit
    }

    /// Token/s of a model for each 1000 units of the price; nil where either is not known.
    package func perThousand(_ model: Int) -> Estimate<Double>? {
        guard let price, case .predicted(let rate) = generation[model] else { return nil }
        return price.perThousand(rate.map { TokenRate(value: $0) })
    }

    /// By the first model that either has a figure of: what is predicted first, then what is only bounded, and what
    /// does not fit; nil where no model tells them apart.
    fileprivate func isAhead(of other: Self) -> Bool? {
        for (own, others) in zip(generation, other.generation) where own.rank != others.rank {
            return own.rank > others.rank
        }
        return nil
    }
}

extension MachineRanking.Generation {
    /// What is predicted stands before what is only bounded.
    fileprivate var rank: (certainty: Int, rate: Double) {
        switch self {
        case .predicted(let rate): (3, rate.median)
        case .below(let rate): (2, rate)
        case .doesNotFit: (1, 0)
        case .unknown: (0, 0)
        }
    }
}

extension ReportContext {
    /// Of a load from memory of the core's own node, with huge pages where those were measured.
    var memoryLatency: Summary? {
        let loads = latencies.filter { cell in
            let isLocal = cell.kind == .node && cell.cpuNode == cell.memoryNode
            return cell.summary != nil && (isLocal || cell.kind == .level && cell.level == "dram")
        }
        let huge = loads.filter { $0.pages != "small" }
        return (huge.isEmpty ? loads : huge).compactMap(\.summary).min { $0.median < $1.median }
    }
}
