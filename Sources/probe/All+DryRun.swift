import ArgumentParser
import ProbeKit
import Quantities
import Records
import Tables

extension All {
    /// Prints what would be measured, here or on another machine, and measures nothing.
    /// - Throws: an exit code of 1 where a program could not plan.
    func printPlan() async throws {
        let plan = try await Planner(options: options, dryRun: dryRun, skip: skip?.names ?? []).plan()
        switch format {
        case .table: try Console.output(plan.text)
        case .json: try Console.output(try RecordCoding.encode(plan))
        case .csv: try Console.output(plan.rows.csv)
        }
        if plan.programs.contains(where: { $0.plan == nil }) { throw ExitCode(ExitStatus.badFinding.rawValue) }
    }
}

/// Asks each measuring program for its plan, all at once.
struct Planner: Sendable {
    let options: MeasurementOptions
    let dryRun: DryRunOptions
    /// Names of programs that are not asked.
    let skip: [String]

    /// Reading the description of a machine with thousands of processors takes a tenth of a second.
    private static let limit = Duration.seconds(30)

    func plan() async throws -> SuitePlan {
        let programs = ProgramFinder.find().filter { !skip.contains($0.name) }
        async let machine = topology(programs)
        let measuring = await describe(programs)
        let details = try await machine
        let shared = SuiteTime.seconds(options, nodes: details.nodes)
        let own = measuring.map { $0.description.ownSeconds(options) }
        let shares = zip(measuring, own).reduce(0) { $1.1 == nil ? $0 + $1.0.description.timeShare : $0 }
        let total = own.compactMap(\.self).reduce(shared, +)
        let planned = await withTaskGroup(of: (Int, SuitePlan.Program).self) { group in
            for (index, entry) in measuring.enumerated() {
                let seconds = own[index] ?? shared * entry.description.timeShare / shares
                group.addTask { (index, await ask(entry.program, seconds)) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        return SuitePlan(
            source: details.source, budgetSeconds: total, programs: planned.sorted { $0.0 < $1.0 }.map(\.1))
    }

    private struct Entry: Sendable {
        let program: ProbeProgram
        let description: ProbeDescription
    }

    /// The programs that measure, in their order; one that says nothing of itself has no plan either.
    private func describe(_ programs: [ProbeProgram]) async -> [Entry] {
        let entries = await withTaskGroup(of: Entry?.self) { group in
            for program in programs {
                group.addTask {
                    await ProgramRunner(program: program).describe().map { Entry(program: program, description: $0) }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        return entries.compactMap(\.self).filter { (0...100).contains($0.description.timeShare) }
            .filter { $0.description.timeShare > 0 }
            .sorted { ($0.description.order, $0.program.name) < ($1.description.order, $1.program.name) }
    }

    /// What the time of the whole depends on.
    /// - Throws: `Failure` where the machine cannot be described.
    private func topology(_ programs: [ProbeProgram]) async throws -> TopologyDetails {
        guard let program = programs.first(where: { $0.name == "topology" }) else {
            throw Failure(
                .unavailable, cannot: "plan", because: "probe-topology is missing or skipped",
                remedy: "Install probe anew, or leave out --skip topology")
        }
        let source = dryRun.topology.map { ["--topology", $0] } ?? []
        let ending = await ProgramRunner(program: program).run(["--format", "json"] + source, limit: Self.limit) { _ in
        }
        switch ending {
        case .record(let record, _), .partial(let record, _):
            return try read(record, of: "topology", details: TopologyDetails.self).details
        case .failed(let reason):
            // What probe-topology exits with says what is wrong: no such file, or one that is none.
            let code = reason.split(separator: " ").dropFirst(2).first.flatMap { Int32($0.prefix { $0 != ":" }) }
            throw Failure(
                code.flatMap(ExitStatus.init) ?? .unavailable, cannot: "plan", because: "probe-topology: \(reason)",
                remedy: "Name another source with --topology")
        }
    }

    private func ask(_ program: ProbeProgram, _ seconds: Double) async -> SuitePlan.Program {
        let arguments =
            ["--format", "json", "--progress", "none"] + (seconds > 0 ? ["--time-budget", "\(seconds.fixed(3))s"] : [])
            + dryRun.arguments + options.arguments
        let ending = await ProgramRunner(program: program).run(arguments, limit: Self.limit) { _ in }
        switch ending {
        case .record(let record, _), .partial(let record, _):
            let plan = (try? read(record, of: program.name, details: JSONValue.self))?.dryRun
            guard let plan, plan.isPlausible else {
                return .init(name: program.name, plan: nil, reason: "it told no plan; is it of another version?")
            }
            return .init(name: program.name, plan: plan, reason: nil)
        case .failed(let reason):
            return .init(name: program.name, plan: nil, reason: reason)
        }
    }

    private func read<Details>(
        _ record: JSONValue, of name: String, details: Details.Type
    ) throws -> Record<Details> {
        var result = RunResult(host: "", startedAt: "", command: [], given: GivenFacts())
        result.records = [name: record]
        guard let read = try result.record(name, details: details) else {
            throw Failure(
                .badData, cannot: "read the record of probe-\(name)", because: "there is none",
                remedy: "Install probe anew")
        }
        return read
    }
}
