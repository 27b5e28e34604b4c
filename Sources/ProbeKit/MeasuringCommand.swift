import Records

/// A probe program that measures, and may be told to be strict about noise.
package protocol MeasuringCommand: ProbeCommand {
    var options: MeasurementOptions { get }
    /// Whether it keeps the machine busy, and others from measuring: not when it only tells a plan.
    var occupiesMachine: Bool { get }
}

extension MeasuringCommand {
    package var occupiesMachine: Bool { true }

    /// A bad finding where a figure must not be relied on, or where figures are noisy and the user will not have that.
    package func status(_ record: Record<Details>) -> ExitStatus {
        record.hasInvalidFigures || options.strict && record.caveats.contains(where: \.isNoise) ? .badFinding : .done
    }
}
