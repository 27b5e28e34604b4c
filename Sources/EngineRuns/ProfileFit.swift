import Catalog
import Glibc
import Quantities
import Statistics
import TokenModel

/// An engine's profile fitted to what it was measured to do, and what that changed.
package struct ProfileFit: Sendable {
    package let prior: EngineProfile
    package let profile: EngineProfile
    /// Rows it was fitted to, each with its prediction by the profile over what was measured.
    package let residuals: [Residual]
    /// Rows that ran where nothing was measured.
    package let withoutRates: [EngineRun]

    /// A row, and the logarithm of measured over predicted.
    package struct Residual: Sendable {
        package let run: EngineRun
        package let logarithm: Double
    }

    /// Each build is fitted alone; of several the profile covers all.
    /// - Parameters:
    ///   - rates: of the placements with so many threads, the recommended first.
    /// - Returns: nil where no row can be fitted to.
    package init?(
        _ runs: [EngineRun], prior: EngineProfile, name: String, source: String, rates: (Int) -> [PlacementRates]
    ) {
        var rows: [(run: EngineRun, row: Calibration.Row)] = []
        var withoutRates: [EngineRun] = []
        for run in runs {
            if let placement = run.placement(among: rates(run.threads)), !placement.kernels.isEmpty {
                rows.append((run, Calibration.Row(run, placement)))
            } else {
                withoutRates.append(run)
            }
        }
        let engines = rows.map(\.run.engine).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let profiles = engines.map { engine in
            let own = rows.filter { $0.run.engine == engine }
            let fit = Calibration(prior: prior).fit(own.map(\.row), name: name, source: source)
            // Beyond a factor of three nothing is known, however far off a row is.
            return fit.trained(
                on: own.map(\.run.name), leastNoise: min(1, fit.leaveOneOutError ?? prior.noise))
        }
        guard
            let profile = profiles.count == 1
                ? profiles[0] : EngineProfile.covering(profiles, name: name, source: source)
        else { return nil }
        self.prior = prior
        self.profile = profile
        self.withoutRates = withoutRates
        let ofEngine = Dictionary(uniqueKeysWithValues: zip(engines, profiles))
        residuals = rows.compactMap { run, row in
            guard let profile = ofEngine[run.engine],
                let predicted = run.predicted(FittedModel(rates: row.rates, profile: profile))?.median
            else { return nil }
            return Residual(run: run, logarithm: log(run.measured / predicted))
        }
    }

    /// The median of how far the fit is from its own rows, as a share.
    package var medianResidual: Double? {
        let errors = residuals.map { (exp($0.logarithm.magnitude) - 1) }
        return errors.median
    }
}

extension EngineRun {
    /// Tokens per second by the model, with the 90 % interval.
    func predicted(_ model: FittedModel) -> Estimate<Double>? {
        let prediction = model.predict(demand, scenario)
        let rate = phase == .generation ? prediction.generation : prediction.prompt
        return rate?.map(\.value)
    }
}

extension Calibration.Row {
    init(_ run: EngineRun, _ rates: PlacementRates) {
        self.init(
            demand: run.demand, scenario: run.scenario, phase: run.phase, rates: rates, measured: run.measured,
            spread: run.spread)
    }
}

extension EngineProfile {
    /// The same with other names for its rows. Few rows are met too well by many parameters: other models are further
    /// off than these, and how far, those show that were left out in turn.
    fileprivate func trained(on rows: [String], leastNoise: Double) -> EngineProfile {
        var footing = footing
        footing?.isOfThisMachine = true
        return EngineProfile(
            name: name, source: source, parameters: parameters, belief: belief, noise: max(noise, leastNoise),
            leaveOneOutError: leaveOneOutError, trainedOn: rows, footing: footing)
    }
}
