import Catalog
import EngineRuns
import Engines
import Machine
import ModelFiles
import ProbeKit
import Quantities
import Records

/// Models in turns, each by every build, with a pulse between, within the time there is; then better settings.
final class Campaign {
    let plan: EnginePlan
    private let progress: Progress
    private let signals: SignalWatch
    private let budget: TimeBudget
    private var pulse: Pulse
    private var rates = RateSeries()
    /// Builds that did not end by themselves: each further run would take as long.
    private var hung: Set<Int> = []
    private(set) var details: EngineDetails

    init(
        plan: EnginePlan, machine: Machine, options: MeasurementOptions, progress: Progress, signals: SignalWatch
    ) {
        self.plan = plan
        self.progress = progress
        self.signals = signals
        budget = TimeBudget(seconds: plan.seconds)
        pulse = Pulse(plan, machine, options)
        details = EngineDetails(seed: options.seed)
        details.plan = Schedule(plan).outline.planned
        details.directory = plan.folder.shown
        details.fileSystem = plan.fileSystem.name
        details.threads = plan.threads
    }

    /// What limits the figures.
    var caveats: [Caveat.Kind] { pulse.caveats + [pulse.change].compactMap(\.self) }

    private var mayGoOn: Bool { signals.received == nil }

    /// Rates each build.
    /// - Throws: `Failure` where a program is no llama-bench, would not compute on the CPU, or does not run a model.
    func measure(_ programs: [EngineProgram]) throws -> [Measurement] {
        do {
            try rate(programs)
        } catch  where !mayGoOn {
            // What there was when the signal came is kept.
        }
        if mayGoOn { pulse.beat() }
        progress.clear()
        return rates.measurements(ending: mayGoOn ? .budget : .signal) + [pulse.measurement]
    }

    private func rate(_ programs: [EngineProgram]) throws {
        let builds = try programs.map { try EngineBuild($0, mayGoOn: { self.mayGoOn }) }
        let usable = Expected(builds[0])
        let models = plan.models(usable.paths)
        var files = [try file(models[0])]
        for (index, build) in builds.enumerated() { try meet(build, "\(index + 1)", files[0]) }
        try runRounds(builds, models, &files)
        if plan.tunes, mayGoOn, hung.isEmpty { try tune(builds[0], files) }
    }

    private func file(_ model: EngineModel) throws -> EngineModelFile {
        let file = try EngineModelFile(model, in: plan.folder.path) { !self.mayGoOn }
        details.models.append(model.record(bytes: file.bytes))
        return file
    }

    private func show(_ activity: String) {
        progress.show(budget.progress(known: 0, activity: activity))
    }

    // MARK: Builds

    /// A token of the first model, and a prompt that a card or a library would take over: whether the build runs at
    /// all, on what, and of which release it is.
    private func meet(_ build: EngineBuild, _ id: String, _ file: EngineModelFile) throws {
        show("first run of \(build.program.path)")
        var test = EngineTest(threads: [plan.threads.last ?? 1])
        (test.generated, test.prompts) = (1, [32])
        let answer = build.run(test, on: file.path, limit: .seconds(30)) { self.mayGoOn }
        guard mayGoOn, let row = answer.rows.first, answer.failure == nil else {
            let ended = signals.received.flatMap { ExitStatus(rawValue: 128 + $0) }
            throw Failure(
                ended ?? .unavailable, cannot: "rate \(build.program.path)",
                because: "it does not run a model of random weights: \(answer.failure ?? "it printed no row")",
                remedy: "Run it by hand with any model; or \(EngineProgram.remedy)")
        }
        if let obstacle = answer.rows.compactMap({ RowUse(of: $0).reason }).first {
            throw Failure(
                .unavailable, cannot: "rate \(build.program.path)", because: obstacle,
                remedy: EngineBuild.remedy(without: row.backends ?? ""))
        }
        details.builds.append(Expected(build).record(build, row, id: id))
    }

    // MARK: Rates

    private func runRounds(
        _ builds: [EngineBuild], _ models: [EngineModel], _ files: inout [EngineModelFile]
    ) throws {
        let end = budget.deadline(share: 1 - plan.tuningShare)
        var took: [Double] = []
        var used = files[0].bytes
        for (index, model) in models.enumerated() {
            // The first has more tests than the others.
            guard mayGoOn, index < 2 || ContinuousClock.now + .seconds(took.last ?? 0) < end else {
                leaveOut(models[index...])
                break
            }
            if index > 0 {
                guard used + model.bytes <= plan.room else {
                    leaveOut(models[index...])
                    break
                }
                files.append(try file(model))
                used += files[index].bytes
            }
            let start = ContinuousClock.now
            run(builds, files[index], first: true)
            took.append((ContinuousClock.now - start) / .seconds(1))
        }
        // Again, until the time is used up: what changes slowly is seen only by coming back.
        var turn = 0
        while mayGoOn, !files.isEmpty, ContinuousClock.now + .seconds(took[turn % files.count]) < end {
            run(builds, files[turn % files.count], first: false)
            turn += 1
        }
    }

    private func leaveOut(_ models: ArraySlice<EngineModel>) {
        guard mayGoOn, !models.isEmpty else { return }
        details.notes.append(
            "no time or room for \(models.map { $0.mix.rawValue }.joined(separator: ", ")): raise --time-budget")
    }

    private func run(_ builds: [EngineBuild], _ file: EngineModelFile, first: Bool) {
        pulse.beat()
        for (index, build) in builds.enumerated() {
            for test in tests(file.model, first: first)
            where mayGoOn && !hung.contains(index) && (test.depth == 0 || build.knows("--n-depth")) {
                show("\(file.model.name)\(builds.count > 1 ? ", build \(index + 1)" : "")")
                let answer = build.run(test, on: file.path, limit: limit) { self.mayGoOn }
                rates.add(answer, of: test, build: "\(index + 1)", file.model)
                if answer.tookTooLong {
                    hung.insert(index)
                    details.notes.append("build \(index + 1) did not end once, and was not run again")
                }
            }
        }
    }

    /// A test that takes so long does not end.
    private var limit: Duration { .seconds(max(15, plan.seconds / 2)) }

    /// What a file is asked: generation by each number of threads, prompts by all, of some formats also by one, and
    /// once a long prompt or a deep context.
    private func tests(_ model: EngineModel, first: Bool) -> [EngineTest] {
        let all = plan.threads.last ?? 1
        let counts = model.isOfEveryCount && !plan.quick ? Set([plan.threads[0], all]).sorted() : [all]
        var short = EngineTest(threads: counts)
        (short.prompts, short.generated, short.repetitions) = ([128], 16, 3)
        var between = EngineTest(threads: plan.threads.filter { !short.threads.contains($0) })
        (between.generated, between.repetitions) = (16, 2)
        var long = EngineTest(threads: [plan.threads.last ?? 1])
        (long.prompts, long.repetitions) = ([512], 2)
        var deep = EngineTest(threads: [plan.threads.last ?? 1])
        (deep.generated, deep.depth, deep.repetitions) = (8, plan.quick ? 512 : 2048, plan.quick ? 1 : 2)
        let isThin = model.name.hasPrefix(EngineModel.Shape.thin.rawValue)
        let hasLong = isThin || model.mix == .q4_k_m || !plan.quick && model.mix == .q8_0
        return [short] + (between.threads.isEmpty ? [] : [between]) + (hasLong ? [long] : [])
            + (isThin && first ? [deep] : [])
    }

    // MARK: Settings

    /// Tries what may be faster than what llama-bench does of itself.
    private func tune(_ build: EngineBuild, _ files: [EngineModelFile]) throws {
        let own = EngineTest(threads: [])
        guard let thin = files.first(where: { $0.model.name.hasPrefix(EngineModel.Shape.thin.rawValue) }),
            let usual = files.first(where: { $0.model.name.hasPrefix(EngineModel.Shape.usual.rawValue) })
        else { return }
        var first = own
        first.generated = 1
        guard let threads = build.run(first, on: thin.path, limit: limit, mayGoOn: { self.mayGoOn }).rows.first?.threads
        else { return }
        let tuning = Tuning(
            build: build, deadline: budget.deadline, mayGoOn: { self.mayGoOn },
            rate: { trying, setting in
                self.show("\(trying.name)\(setting.map { " with \($0.option) \($0.value)" } ?? "")")
                var test = trying.test
                test.settings += setting?.arguments ?? []
                test.launcher = setting?.launcher ?? []
                let file = trying.shape == .thin ? thin : usual
                let answer = build.run(test, on: file.path, limit: self.limit) { self.mayGoOn }
                return answer.failure == nil ? answer.rows.first?.rate : nil
            })
        let all = Trying.all(build, plan, ownThreads: threads, depth: plan.seconds > 200 ? 2048 : 512)
        details.trials = tuning.run(all)
    }
}

extension EngineModel {
    /// Whether its prompts are also read by one thread: what that makes of one format it makes of all.
    fileprivate var isOfEveryCount: Bool { mix == .q4_k_m || name.hasPrefix(Shape.thin.rawValue) }
}
