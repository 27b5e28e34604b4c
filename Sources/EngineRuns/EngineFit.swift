import Catalog
import Records
import Report
import SystemPackage

/// A profile fitted to the engine that was rated beside a result.
package struct EngineFit {
    package let fit: ProfileFit

    /// - Parameter record: of the engine; nil for the result's own.
    /// - Returns: nil where no engine was rated, or the result lacks the rates that predictions rest on.
    /// - Throws: `Failure` where a record is broken, or the rates cannot be those of this machine's CPU.
    package init?(_ result: RunResult, engine record: Record<EngineDetails>? = nil) throws {
        guard let record = try record ?? result.record("engine", details: EngineDetails.self),
            let rated = RatedEngine(record), let machine = try? MachineRates(result)
        else { return nil }
        let scaling = try result.record("scaling", details: ScalingDetails.self)
        guard
            let fit = rated.fit(
                prior: try EngineProfile.builtIn(), host: result.host, rates: machine.placements(threads:),
                scaling: (scaling?.measurements ?? []).compactMap(ScalingCell.init))
        else { return nil }
        let limits = try MachineLimits(result, machine)
        let impossible = rated.runs.lazy.compactMap { run in
            limits.reasonImpossible(run).map { "\(run.name) is \($0)" }
        }.first
        if let reason = impossible ?? fit.impossibleFigure {
            throw Failure(
                .badData, cannot: "fit predictions to the engine that was rated", because: reason,
                remedy: "Measure this machine anew with `probe all` when it is quiet")
        }
        self.fit = fit
    }

    package var profile: EngineProfile { fit.profile }

    /// Stores the profile beside the result, where predictions find it.
    /// - Returns: the file's path.
    @discardableResult
    package func store(beside result: FilePath) throws -> FilePath {
        let path = ProfileFile.path(beside: result)
        try ProfileFile.write(profile, to: path)
        return path
    }
}
