import Records

/// A probe program that measures, and may be told to be strict about noise.
package protocol MeasuringCommand: ProbeCommand {
    var options: MeasurementOptions { get }
    var dryRun: DryRunOptions { get }
}

extension MeasuringCommand {
    /// A bad finding where a figure must not be relied on, or where figures are noisy and the user will not have that.
    package func status(_ record: Record<Details>) -> ExitStatus {
        record.hasInvalidFigures || options.strict && record.caveats.contains(where: \.isNoise) ? .badFinding : .done
    }

    /// The record of a dry run.
    /// - Parameter measurements: what would be measured one by one; empty where the plan's parts say enough.
    package func record(
        _ plan: RunPlan, environment: Environment, caveats: [Caveat], measurements: [Measurement] = [],
        details: Details
    ) -> Record<Details> {
        Record(
            probe: Self.description.name, arguments: Array(Program.arguments.dropFirst()),
            startedAt: Clock.timestamp(), seconds: 0, environment: environment, caveats: caveats,
            measurements: measurements, details: details, dryRun: plan)
    }
}
