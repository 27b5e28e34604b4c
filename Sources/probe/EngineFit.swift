import Catalog
import EngineRuns
import Records
import Report

/// What the engine of a result's own run was rated at, as a profile.
struct EngineFit {
    let profile: EngineProfile
    let fit: ProfileFit

    /// Nil where no engine was rated in it, or not what predictions rest on.
    /// - Throws: `Failure` where a record is broken, or the rates cannot be those of this machine's CPU.
    init?(_ result: RunResult) throws {
        guard let record = try result.record("engine", details: EngineDetails.self), let rated = RatedEngine(record),
            let machine = try? MachineRates(result)
        else { return nil }
        let scaling = try result.record("scaling", details: ScalingDetails.self)
        guard
            let fit = rated.fit(
                prior: try EngineProfile.builtIn(), host: result.host, rates: machine.placements(threads:),
                scaling: (scaling?.measurements ?? []).compactMap(ScalingCell.init))
        else { return nil }
        profile = fit.profile
        self.fit = fit
    }
}
