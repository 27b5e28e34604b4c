import ProbeKit
import Quantities
import Records

/// All probe programs, one after the other, within the time there is.
struct Suite: Sendable {
    let options: MeasurementOptions
    /// Names of programs that are not run.
    let skip: [String]
    /// More arguments for single programs, by name: --trust-dmi for the topology's.
    let moreArguments: [String: [String]]
    let progress: Progress
    let interruption: Interruption
    /// Given what there is after each program: a driver that is killed has lost nothing.
    let keep: @Sendable (RunResult) -> Void

    /// A program and what it said of itself.
    private struct Entry {
        let program: ProbeProgram
        let description: ProbeDescription?

        /// A program that does not say comes after all others, with a small share of the time.
        var order: Int { description?.order ?? .max }
        var timeShare: Double {
            guard let share = description?.timeShare, (0...100).contains(share) else { return 0.1 }
            return share
        }

        func ownSeconds(_ options: MeasurementOptions) -> Double? { description?.ownSeconds(options) }

        /// Whether its record must have figures; a program that does not say is taken for one that measures.
        var measures: Bool { description.map { $0.timeShare > 0 } ?? (program.name != "topology") }
    }

    /// Runs the programs and gathers their records. When the task is cancelled, what succeeded stays.
    /// - Returns: the result, and whether a program that succeeded exited with a bad finding.
    func run(_ empty: RunResult) async -> (RunResult, hasBadFinding: Bool) {
        var result = empty
        var hasBadFinding = false
        let began = ContinuousClock.now
        let found = ProgramFinder.find()
        result.runs =
            found.filter(isSkipped).map { Self.skipped($0, "left out with --skip") }
            + ProgramFinder.unusable().filter { !isSkipped($0) }.map(Self.unusable)
        let entries = await describe(found.filter { !isSkipped($0) })
        let shares = sharing(entries[...])
        for (index, entry) in entries.enumerated() {
            guard !Task.isCancelled else {
                result.runs.append(Self.skipped(entry.program, Self.endedBefore))
                continue
            }
            let shared = totalSeconds(result)
            let later = entries[(index + 1)...]
            let budget = entry.ownSeconds(options) ?? (shares > 0 ? shared * entry.timeShare / shares : 0)
            let after = (shares > 0 ? shared * sharing(later) / shares : 0) + owning(later)
            let step = Step(budget: budget, secondsAfter: after, total: shared + owning(entries[...]))
            let start = ContinuousClock.now
            let ending = await run(entry, step, result)
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            hasBadFinding = Self.file(ending, of: entry, seconds: seconds, in: &result) || hasBadFinding
            keep(Self.unfinished(result, without: entries[(index + 1)...], since: began))
        }
        progress.clear()
        // A program that is replaced is not there for a moment: who began the run wanted its figures too.
        let seen = found.map(\.name) + result.runs.map(\.name)
        result.runs += ProgramFinder.find().filter { !seen.contains($0.name) && !isSkipped($0) }.map(Self.late)
        result.seconds = (ContinuousClock.now - began) / .seconds(1)
        return (result, hasBadFinding)
    }

    /// The shares of those that share the time.
    private func sharing(_ some: ArraySlice<Entry>) -> Double {
        some.reduce(0) { $1.ownSeconds(options) == nil ? $0 + $1.timeShare : $0 }
    }

    /// The seconds of those that have their own.
    private func owning(_ some: ArraySlice<Entry>) -> Double {
        some.reduce(0) { $0 + ($1.ownSeconds(options) ?? 0) }
    }

    private static let endedBefore = "the run was ended before it began"

    /// What has been measured so far, as the result of a run that ended here.
    private static func unfinished(
        _ result: RunResult, without rest: ArraySlice<Entry>, since began: ContinuousClock.Instant
    ) -> RunResult {
        var result = result
        result.partial = true
        result.runs += rest.map { skipped($0.program, endedBefore) }
        result.seconds = (ContinuousClock.now - began) / .seconds(1)
        return result
    }

    private static func late(_ program: ProbeProgram) -> ProbeRun {
        ProbeRun(
            name: program.name, program: "probe-\(program.name)", outcome: .failed,
            reason: "it was not there when the run began: repeat the run when nothing installs programs", seconds: 0)
    }

    private static func unusable(_ program: ProbeProgram) -> ProbeRun {
        ProbeRun(
            name: program.name, program: "probe-\(program.name)", outcome: .failed,
            reason: "it may not be executed: install probe anew, or chmod +x it", seconds: 0)
    }

    /// All measuring programs together, by the topology's record.
    private func totalSeconds(_ result: RunResult) -> Double {
        let topology = try? result.record("topology", details: TopologyDetails.self)
        return SuiteTime.seconds(options, nodes: topology?.details.nodes ?? [])
    }

    /// The time a program has, that of the programs after it, and that of all.
    private struct Step {
        let budget: Double
        let secondsAfter: Double
        let total: Double
    }

    private func runner(_ program: ProbeProgram) -> ProgramRunner {
        ProgramRunner(program: program, interruption: interruption)
    }

    private func isSkipped(_ program: ProbeProgram) -> Bool { skip.contains(program.name) }

    private func describe(_ programs: [ProbeProgram]) async -> [Entry] {
        var entries: [Entry] = []
        for program in programs {
            entries.append(Entry(program: program, description: await runner(program).describe()))
        }
        entries = entries.filter { $0.description?.isPartOfAll ?? true }
        return entries.sorted { ($0.order, $0.program.name) < ($1.order, $1.program.name) }
    }

    private func run(_ entry: Entry, _ step: Step, _ result: RunResult) async -> ProgramRunner.Ending {
        let name = entry.program.name
        let total = max(step.total, 1)
        progress.show(
            ProgressReport(
                fraction: 1 - (step.budget + step.secondsAfter) / total, secondsLeft: step.budget + step.secondsAfter,
                activity: name))
        // Setting up arrays on a machine with terabytes takes longer than measuring them. A program that does not say
        // what it is cannot be told its budget, and must not hold up the others.
        let limit = Duration.seconds(entry.description == nil ? step.budget + 5 : 2 * step.budget + 60)
        return await runner(entry.program).run(arguments(entry, step, result), limit: limit) { report in
            let left = report.secondsLeft + step.secondsAfter
            progress.show(
                ProgressReport(
                    fraction: max(0, 1 - left / total), secondsLeft: left, activity: "\(name): \(report.activity)"))
        }
    }

    private func arguments(_ entry: Entry, _ step: Step, _ result: RunResult) -> [String] {
        let format = ["--format", "json"] + (moreArguments[entry.program.name] ?? [])
        guard let description = entry.description else { return format }
        guard entry.timeShare > 0, description.timeShare > 0 else { return format }
        let budget = step.budget > 0 ? ["--time-budget", "\(step.budget.fixed(3))s"] : []
        return format + ["--progress", "machine"] + budget + options.arguments
            + (description.name == "engine" ? advisedThreads(result) : [])
    }

    /// An engine is rated with the numbers of threads that this run found best.
    private func advisedThreads(_ result: RunResult) -> [String] {
        guard let scaling = try? result.record("scaling", details: ScalingDetails.self) else { return [] }
        let curves = scaling.details.curves(scaling.measurements.compactMap(ScalingCell.init))
        let advised = ThreadAdvice.Use.allCases.compactMap { ThreadAdvice($0, curves, of: scaling.details)?.threads }
        return advised.isEmpty ? [] : ["--counts", "\(IDSet(advised))"]
    }

    /// - Returns: whether the program succeeded with a bad finding.
    private static func file(
        _ ending: ProgramRunner.Ending, of entry: Entry, seconds: Double, in result: inout RunResult
    ) -> Bool {
        let name = entry.program.name
        var run = ProbeRun(name: name, program: "probe-\(name)", outcome: .succeeded, seconds: seconds)
        defer { result.runs.append(run) }
        switch ending {
        case .record(let record, _) where entry.measures && record["measurements"] == .array([]):
            run.outcome = .failed
            run.reason = "its record has no figure, nor why there is none: install probe anew, or --skip \(name)"
        case .record(let record, let isBadFinding):
            result.records[name] = record
            return isBadFinding
        case .partial(let record, let reason):
            result.records[name] = record
            run.outcome = .partial
            run.reason = reason
        case .failed(let reason):
            run.outcome = .failed
            run.reason = reason
        }
        return false
    }

    private static func skipped(_ program: ProbeProgram, _ reason: String) -> ProbeRun {
        ProbeRun(
            name: program.name, program: "probe-\(program.name)", outcome: .skipped, reason: reason, seconds: 0)
    }
}
