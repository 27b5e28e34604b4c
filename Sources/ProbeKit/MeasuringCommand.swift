import Records

/// A probe program that measures, and may be told to be strict about noise.
package protocol MeasuringCommand: ProbeCommand {
    var options: MeasurementOptions { get }
}

extension MeasuringCommand {
    /// A bad finding where the figures are noisy and the user will not have that.
    package func status(_ record: Record<Details>) -> ExitStatus {
        options.strict && record.caveats.contains(where: \.isNoise) ? .badFinding : .done
    }
}
