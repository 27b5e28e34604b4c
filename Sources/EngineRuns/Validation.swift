import Catalog
import Quantities
import TokenModel

/// Predictions set against what an engine was measured to do.
package struct Validation: Sendable {
    package let profile: EngineProfile
    package let rows: [Row]
    package let leftOut: [MatchedRuns.LeftOut]

    package init(_ matched: MatchedRuns, profile: EngineProfile, on machine: Machine) {
        self.profile = profile
        leftOut = matched.leftOut
        let trained = Set(profile.trainedOn)
        rows = matched.runs.map { Row($0, profile: profile, machine, isTrained: trained.contains($0.name)) }
    }

    /// What was measured of the machine.
    package struct Machine {
        /// The rates of the placements with so many threads, the recommended first.
        let rates: (Int) -> [PlacementRates]
        /// Of all cores together, and how many they are; nil where it was not measured.
        let peak: (of: ComputePeak, threads: Int)?

        package init(rates: @escaping (Int) -> [PlacementRates], peak: (of: ComputePeak, threads: Int)? = nil) {
            self.rates = rates
            self.peak = peak
        }
    }
}

extension Validation {
    /// One measured figure and what was predicted.
    package struct Row: Sendable {
        package let run: EngineRun
        /// Tokens per second with the 90 % interval; nil where nothing can be said, for the reason.
        package let predicted: Estimate<Double>?
        package let reason: String?
        /// By the source document's formulas.
        package let simple: Double?
        package let bound: Prediction.Bound?
        /// Whether the profile was fitted to it, so that it proves nothing.
        package let isTrained: Bool
    }
}

extension Validation.Row {
    fileprivate init(
        _ run: EngineRun, profile: EngineProfile, _ machine: Validation.Machine, isTrained: Bool
    ) {
        self.run = run
        self.isTrained = isTrained
        guard let rates = run.placement(among: machine.rates(run.threads)) else {
            (predicted, simple, bound) = (nil, nil, nil)
            reason = "no rates with \(run.threads) threads"
            return
        }
        let model = FittedModel(rates: rates, profile: profile)
        predicted = run.predicted(model)
        let bound = model.predict(run.demand, run.scenario).bound
        self.bound = predicted == nil ? nil : bound
        reason = predicted == nil ? (bound == .doesNotFit ? "does not fit" : "not measured") : nil
        simple = Self.simple(run, rates, machine)
    }

    private static func simple(_ run: EngineRun, _ rates: PlacementRates, _ machine: Validation.Machine) -> Double? {
        // Beyond every cache.
        let read = rates.reads.at(1e12)
        let peak = machine.peak.map { peak in
            let share = Double(min(run.threads, peak.threads)) / Double(max(1, peak.threads))
            return ComputePeak(total: peak.of.total * share, efficiency: peak.of.efficiency)
        }
        let length = run.phase == .prompt ? run.scenario.prompt : max(1, run.scenario.context)
        let prediction = SimplePrediction(
            run.demand.model, format: run.demand.format, fileSize: run.demand.fileSize,
            bytesPerToken: run.demand.bytesPerToken, bandwidth: read.map { Bandwidth(value: $0) },
            memory: rates.memory,
            compute: peak.map { ComputeBound(peak: $0, counting: .matrixProducts, prompt: length) })
        return run.phase == .prompt ? prediction.promptRate?.median.value : prediction.rate?.value
    }

    /// Predicted over measured, less 1: positive where too much was promised.
    package var error: Double? { predicted.map { $0.median / run.measured - 1 } }

    package var simpleError: Double? { simple.map { $0 / run.measured - 1 } }

    /// Whether the measured figure is in the interval.
    package var isInside: Bool? { predicted.map { $0.low <= run.measured && run.measured <= $0.high } }
}
