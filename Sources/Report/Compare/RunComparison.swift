import Catalog
import Quantities
import Records
import Statistics
import TokenModel

/// Two or more runs of one machine: what moved from the first to the last beyond noise.
package struct RunComparison: Sendable {
    package let runs: [ComparedRun]
    /// Settings in which the runs differ.
    package let differences: [RunDifference]
    /// What the first and the last run both have, the greatest change first.
    package let changes: [FigureChange]
    /// Names of figures that only one of the two has.
    package let onlyFirst: [String], onlyLast: [String]
    package let predictions: [PredictionChange]

    /// - Parameters:
    ///   - runs: at least two; those between the first and the last are shown beside them.
    ///   - models: whose predictions are compared.
    package init(_ runs: [ComparedRun], models: [ModelDemand]) throws {
        self.runs = runs
        differences = RunDifference.all(runs)
        guard let first = runs.first?.figures, let last = runs.last?.figures else {
            (changes, onlyFirst, onlyLast, predictions) = ([], [], [], [])
            return
        }
        changes = Self.changes(first, last)
        onlyFirst = Self.names(of: first, without: last)
        onlyLast = Self.names(of: last, without: first)
        predictions = try PredictionChange.all(runs, models: models)
    }

    private static func changes(_ first: MeasuredFigures, _ last: MeasuredFigures) -> [FigureChange] {
        var seen: Set<String> = []
        let all = first.all.compactMap { figure -> FigureChange? in
            let key = figure.key
            guard seen.insert(key).inserted, let other = last.byKey[key] else { return nil }
            return FigureChange(figure, other, repeats: (first.repeats[key] ?? [], last.repeats[key] ?? []))
        }
        // Points of curves are many: corrected for their number too, hardly any other figure could be told to move.
        let corrected = [MeasuredFigure.Rank.main, .detail].flatMap { rank -> [FigureChange] in
            let own = all.filter { $0.first.rank == rank }
            return zip(own, own.map(\.probability).holmAdjusted).map { change, adjusted in
                var change = change
                change.adjusted = adjusted
                return change
            }
        }
        return corrected.sorted { ($1.size, $0.first.name) < ($0.size, $1.first.name) }
    }

    private static func names(of own: MeasuredFigures, without other: MeasuredFigures) -> [String] {
        own.all.filter { $0.value != nil && other.byKey[$0.key]?.value == nil }.map(\.name)
    }
}

extension RunComparison {
    /// Changes of a verdict, the greatest first.
    package func changes(_ verdict: FigureChange.Verdict, _ rank: MeasuredFigure.Rank) -> [FigureChange] {
        changes.filter { $0.verdict == verdict && $0.first.rank == rank }
    }

    /// Figures of the last run that are worse than the first's by more than a share, and beyond noise.
    package func regressions(beyond threshold: Double) -> [FigureChange] {
        changes.filter { $0.isRegression(beyond: threshold) }
    }
}

/// What a model's predicted generation became.
package struct PredictionChange: Sendable {
    package let model: String
    package let format: String
    /// Of each run; nil where it does not fit, or the run has no rates of inference.
    package let rates: [Estimate<Double>?]

    /// All by the profile of the first run, so that only the machine differs.
    static func all(_ runs: [ComparedRun], models: [ModelDemand]) throws -> [PredictionChange] {
        guard let first = runs.first else { return [] }
        let profile = try first.profile ?? EngineProfile.builtIn()
        let engines = try runs.map { run in
            EngineBasis(try ReportContext(run.result, Catalog(models: [], formats: [])), profile: profile)
        }
        guard engines.contains(where: { $0 != nil }) else { return [] }
        let all = models.map { demand in
            PredictionChange(
                model: demand.model.name, format: demand.format,
                rates: engines.map { engine in
                    engine?.placements.first.flatMap { rates in
                        FittedModel(rates: rates, profile: profile).predict(demand, Scenario()).generation?
                            .map(\.value)
                    }
                })
        }
        return all.filter { $0.rates.contains { $0 != nil } }
    }

    /// The last over the first, less one; nil where either has none.
    package var change: Double? {
        guard let first = rates.first.flatMap(\.self), let last = rates.last.flatMap(\.self), first.median > 0 else {
            return nil
        }
        return last.median / first.median - 1
    }
}
