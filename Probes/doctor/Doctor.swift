import ArgumentParser
import Machine
import ProbeKit
import Records
import SystemPackage
import Tables

/// Says what on this machine will spoil a measurement, before one is made.
@main
struct Doctor: ProbeCommand {
    static let description: ProbeDescription = {
        var description = ProbeDescription(
            name: "doctor", summary: "Say what on this machine would spoil a measurement, and what to do about it.",
            order: 5, timeShare: 0)
        description.isPartOfAll = false
        return description
    }()

    @Option(
        name: .customLong("output"),
        help: ArgumentHelp("The folder that reports will be written to.", valueName: "folder"))
    var folder = "reports"

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if folder.isEmpty { throw ValidationError("--output '': it names no folder") }
    }

    func probe() throws -> Record<DoctorDetails> {
        let startedAt = Clock.timestamp()
        let began = ContinuousClock.now
        let (lock, turn) = Turn.take()
        defer { lock?.release() }
        // Another's measurement is not to be spoilt by this.
        let checkup = Checkup().diagnoses(
            output: FilePath(folder), care: turn.state == .bad ? .disturbsNobody : .mayTakeCPUs)
        let diagnoses = [Installation.build, Installation.programs, Installation.limits, turn] + checkup
        return Record(
            probe: "doctor", arguments: Array(Program.arguments.dropFirst()), startedAt: startedAt,
            seconds: (ContinuousClock.now - began) / .seconds(1), environment: Environment.current(), caveats: [],
            measurements: [], details: DoctorDetails(diagnoses))
    }

    func text(_ record: Record<DoctorDetails>) -> String { DoctorText(record.details).text }

    func rows(_ record: Record<DoctorDetails>) -> Table {
        Table(
            [.init("check"), .init("state"), .init("what"), .init("effect"), .init("remedy")],
            rows: record.details.diagnoses.map { [$0.check, $0.state.rawValue, $0.what, $0.effect, $0.remedy] })
    }

    func status(_ record: Record<DoctorDetails>) -> ExitStatus { record.details.isFit ? .done : .badFinding }
}

/// What the doctor found, the gravest first.
struct DoctorDetails: Codable, Sendable {
    /// Whether nothing is bad.
    let isFit: Bool
    let diagnoses: [Diagnosis]

    init(_ diagnoses: [Diagnosis]) {
        isFit = !diagnoses.contains { $0.state == .bad }
        self.diagnoses = Diagnosis.State.allCases.flatMap { state in diagnoses.filter { $0.state == state } }
    }
}
