import Catalog
import Glibc
import Statistics

/// Fits an engine's profile to what it was measured to do.
package struct Calibration: Sendable {
    /// What is known beforehand.
    package let prior: EngineProfile

    package init(prior: EngineProfile) { self.prior = prior }

    /// One measured speed.
    package struct Row: Sendable {
        package let demand: ModelDemand
        package let scenario: Scenario
        package let phase: Phase
        package let rates: PlacementRates
        /// Tokens per second.
        package let measured: Double
        /// The scatter of its repeats, as a share.
        package let spread: Double

        package init(
            demand: ModelDemand, scenario: Scenario, phase: Phase, rates: PlacementRates, measured: Double,
            spread: Double
        ) {
            self.demand = demand
            self.scenario = scenario
            self.phase = phase
            self.rates = rates
            self.measured = measured
            self.spread = spread
        }

        /// "Llama 3.2 1B Q4_K_M, generation, 2 threads".
        package var name: String {
            "\(demand.model.name) \(demand.format), \(phase.rawValue), "
                + (rates.threads == 1 ? "1 thread" : "\(rates.threads) threads")
        }
    }

    package enum Phase: String, Sendable {
        case generation
        case prompt
    }

    /// What is left out in turn to see how others are predicted.
    package enum LeavingOut: Sendable {
        case eachModel, nothing
    }

    /// The profile after the rows.
    package func fit(
        _ rows: [Row], name: String, source: String, leavingOut: LeavingOut = .eachModel
    ) -> EngineProfile {
        let belief = belief(rows)
        return EngineProfile(
            name: name, source: source, parameters: prior.parameters, belief: belief,
            noise: max(Self.leastNoise, scatter(rows, belief)),
            leaveOneOutError: leavingOut == .eachModel ? leaveOneOutError(rows) : nil,
            trainedOn: rows.map(\.name), footing: footing(rows))
    }

    /// The rows' own; whether they are of the machine that will be predicted, whoever stores the profile knows.
    private func footing(_ rows: [Row]) -> EngineProfile.Footing {
        let shapes = rows.flatMap { row -> [String] in
            row.demand.matrices.compactMap { matrices in
                let shapes = FittedModel(rates: row.rates, profile: prior).shapes(of: matrices.type)
                return switch row.phase {
                case .generation: shapes?.generation.map { EngineProfile.Parameter.generationShape($0).name }
                case .prompt: shapes?.prompt.map { EngineProfile.Parameter.promptShape($0).name }
                }
            }
        }
        return .init(cores: Set(rows.compactMap(\.rates.core)).sorted(), shapes: Set(shapes).sorted())
    }

    /// Repeats of one engine on a quiet machine agree to that, as a standard deviation of logarithms.
    private static let leastNoise = 0.03
    /// What the equations leave out, likewise: rows are not believed more than that.
    private static let modelError = 0.04

    /// Rows far from the fit count for less, as a Student distribution of four degrees of freedom has it: other work on
    /// the machine slows single rows by half, and their repeats alike.
    private func belief(_ rows: [Row]) -> Belief {
        let usable = rows.compactMap { row -> (row: Row, model: FittedModel)? in
            let model = FittedModel(rates: row.rates, profile: prior)
            return row.measured > 0 && row.predicted(model, at: prior.belief.mean) != nil ? (row, model) : nil
        }
        var weights = usable.map { _ in 1.0 }
        var belief = prior.belief
        for _ in 0..<Self.reweightings {
            let observations = zip(usable, weights).map { point, weight in
                let variance = Self.modelError * Self.modelError + point.row.spread * point.row.spread
                return Belief.Observation(
                    value: log(point.row.measured), variance: variance / weight,
                    places: point.model.usedPlaces(point.row.demand)
                ) {
                    log(point.row.predicted(point.model, at: $0) ?? 1)
                }
            }
            belief = prior.belief.fitted(to: observations)
            let errors = observations.map { $0.value - $0.model(belief.mean) }
            let scale = max(Self.modelError, Self.robustScale(errors))
            weights = errors.map { 5 / (4 + ($0 / scale) * ($0 / scale)) }
        }
        return belief
    }

    private static let reweightings = 4

    /// The standard deviation by the median of the sizes, which a few rows far out do not move.
    private static func robustScale(_ errors: [Double]) -> Double {
        let sizes = errors.map(\.magnitude).sorted()
        return sizes.isEmpty ? 0 : 1.4826 * sizes[sizes.count / 2]
    }

    /// How far single rows are from the fit, as the standard deviation of logarithms of which nine rows of ten would be
    /// within 1.645: intervals are of 90 %, and a few rows are far out on a machine with neighbours.
    private func scatter(_ rows: [Row], _ belief: Belief) -> Double {
        let errors = rows.compactMap { row in
            row.predicted(FittedModel(rates: row.rates, profile: prior), at: belief.mean).map {
                log(row.measured / $0).magnitude
            }
        }.sorted()
        return errors.isEmpty ? prior.noise : errors[(errors.count - 1) * 9 / 10] / 1.645
    }

    /// The median error, as a share, of each model and format predicted by a fit to the others; nil of a single one.
    package func leaveOneOutError(_ rows: [Row]) -> Double? {
        let groups = Dictionary(grouping: rows) { "\($0.demand.model.name) \($0.demand.format)" }
        guard groups.count > 1 else { return nil }
        let errors = groups.sorted { $0.key < $1.key }.flatMap { key, own -> [Double] in
            let others = groups.filter { $0.key != key }.sorted { $0.key < $1.key }.flatMap(\.value)
            let belief = belief(others)
            return own.compactMap { row in
                row.predicted(FittedModel(rates: row.rates, profile: prior), at: belief.mean).map {
                    abs($0 / row.measured - 1)
                }
            }
        }.sorted()
        return errors.isEmpty ? nil : errors[errors.count / 2]
    }
}

extension Calibration.Row {
    /// Tokens per second by the model at a point of the profile's parameters.
    func predicted(_ model: FittedModel, at point: [Double]) -> Double? {
        let sum = TimeSum(model, demand, point: point)
        return switch phase {
        case .generation: sum.generation(scenario).map { Double(scenario.batch) / $0.total }
        case .prompt: sum.prompt(scenario).map { Double(scenario.prompt) / $0.total }
        }
    }
}
