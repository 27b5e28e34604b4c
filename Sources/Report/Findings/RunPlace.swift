import Quantities
import Records
import TokenModel

/// A placement to run in: its threads, and what models do there.
struct RunPlace {
    let command: RunCommand
    /// Nil where no model is predicted.
    let model: FittedModel?
    /// For "With …"; nil for the placement's own.
    var name: String?

    /// The fastest single node and all nodes interleaved, the faster first; or the whole machine. Where an engine was
    /// measured to be faster in one of them, that is the first.
    static func all(_ context: ReportContext) -> [RunPlace] {
        let settings = EngineSettings(context)
        let places = untuned(context, settings).map { $0.tuned(settings, context) }
        guard let options = settings?.options, options.numactl != nil || options.numa != nil,
            !places.contains(where: { $0.command.placement == .whole })
        else { return places }
        if let place = places.first(where: { $0.command.placement.numactl == options.numactl }) {
            return [place] + places.filter { $0.command.placement != place.command.placement }
        }
        return places.isEmpty ? [] : [measured(options, settings, context)] + places
    }

    /// The whole of a machine with several nodes, in a way that is none of the placements.
    private static func measured(
        _ options: TunedOptions, _ settings: EngineSettings?, _ context: ReportContext
    ) -> RunPlace {
        let cap = context.topology?.details.usable.threadsOfQuota ?? .max
        let most = settings?.mostThreads ?? context.topology?.details.usable.pus.count ?? 1
        let command = RunCommand(
            .whole, threads: min(cap, settings?.threads ?? most),
            promptThreads: min(cap, settings?.promptThreads ?? most), tuned: options)
        return RunPlace(command: command, model: nil, name: "what was measured to be faster")
    }

    private static func untuned(_ context: ReportContext, _ settings: EngineSettings?) -> [RunPlace] {
        let cap = context.topology?.details.usable.threadsOfQuota ?? .max
        let copies = PageComparison(context.cells)?.isClear ?? false
        let prompt = context.advisedThreads(.prompt)
        guard let engine = context.engine else {
            return withoutPredictions(context, cap: cap, copiesWeights: copies)
        }
        let node = engine.placements.first { if case .node = $0.placement { true } else { false } }
        let others = engine.placements.filter { $0.placement == .whole || $0.placement == .interleaved }
        let chosen = engine.placements.filter { $0 == node || others.contains($0) }
        return chosen.map { rates in
            let isWhole = rates.placement == .whole
            let own = isOfAllNodes(rates.placement) ? settings?.threads : nil
            let threads = min(cap, own ?? (isWhole ? context.fastEnough(rates, engine) : rates.threads))
            // What was measured by as many threads, or lies between such.
            let fewer = threads < rates.threads ? MachineRates(context)?.placements(threads: threads) : nil
            return RunPlace(
                command: RunCommand(
                    rates.placement, threads: threads,
                    promptThreads: min(cap, isWhole ? prompt ?? rates.threads : rates.threads),
                    copiesWeights: copies),
                model: FittedModel(
                    rates: fewer?.first { $0.placement == rates.placement } ?? rates, profile: engine.profile))
        }
    }
}

extension RunPlace {
    private static func isOfAllNodes(_ placement: Placement) -> Bool {
        if case .node = placement { false } else { true }
    }

    /// With what was measured to be faster.
    private func tuned(_ settings: EngineSettings?, _ context: ReportContext) -> RunPlace {
        guard let settings else { return self }
        let cap = context.topology?.details.usable.threadsOfQuota ?? .max
        let isOfAll = Self.isOfAllNodes(command.placement)
        return RunPlace(
            command: RunCommand(
                command.placement, threads: isOfAll ? min(cap, settings.threads ?? command.threads) : command.threads,
                promptThreads: isOfAll
                    ? min(cap, settings.promptThreads ?? command.promptThreads) : command.promptThreads,
                copiesWeights: command.copiesWeights, tuned: settings.options),
            model: model)
    }

    /// Where only reading was measured.
    private static func withoutPredictions(_ context: ReportContext, cap: Int, copiesWeights: Bool) -> [RunPlace] {
        let basis = FindingBasis(context)
        guard let cores = basis.usableCores, cores > 0, context.readBandwidth != nil else { return [] }
        guard context.topology?.details.memoryNodes.count == 1 else {
            let speeds = basis.placedSpeeds.sorted { $1.speed < $0.speed }
            let node = speeds.first { !$0.isInterleaved }
            return speeds.filter { $0.isInterleaved || $0.placement == node?.placement }.map { place in
                RunPlace(command: RunCommand(place.placement, threads: min(cap, max(1, place.threads))), model: nil)
            }
        }
        let (own, prompt) = (context.advisedThreads(.generation), context.advisedThreads(.prompt))
        let command = RunCommand(
            .whole, threads: min(cap, own ?? cores), promptThreads: min(cap, prompt ?? cores),
            copiesWeights: copiesWeights)
        return [RunPlace(command: command, model: nil)]
    }
}

extension ReportContext {
    /// Of measurements that had all threads; nil where there are none.
    fileprivate func advisedThreads(_ use: ThreadAdvice.Use) -> Int? {
        guard let details = scaling?.details, let advice = ThreadAdvice(use, curves, of: details),
            advice.isOfWholeMachine
        else { return nil }
        return advice.threads
    }

    /// The advised number of threads where the fitted model too is as fast with it, else one on each core: the advice
    /// is of dot products alone, and an engine has more to do.
    fileprivate func fastEnough(_ rates: PlacementRates, _ engine: EngineBasis) -> Int {
        guard let advised = advisedThreads(.generation), advised != rates.threads else { return rates.threads }
        // Beyond one thread on each core nothing else was measured: there the advice is all there is.
        guard advised < rates.threads else { return advised }
        guard let reference = SpeedReference(self),
            let fewer = MachineRates(self)?.placements(threads: advised).first(where: {
                $0.placement == rates.placement
            }),
            let time = FittedModel(rates: fewer, profile: engine.profile)
                .generationTime(reference.prediction.demand, reference.prediction.scenario)
        else { return rates.threads }
        return 1 / time.total >= 0.98 * reference.rate ? advised : rates.threads
    }
}
