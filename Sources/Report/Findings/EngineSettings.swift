import Records

/// What settings of an engine were measured to gain on this machine, and what of it belongs into command lines.
struct EngineSettings {
    /// Of the build that they were tried with.
    let build: String
    let trials: [EngineDetails.Trial]
    /// Of the longest run: what was tried with nodes had as many.
    let mostThreads: Int?

    /// Nil where none was tried.
    init?(_ context: ReportContext) {
        guard let details = context.engineRating?.details, let first = details.trials.first else { return nil }
        trials = details.trials.filter { $0.build == first.build }
        build = details.builds.first { $0.id == first.build }?.text ?? "an unknown build"
        mostThreads = details.threads.max()
    }

    // MARK: For command lines

    /// For generation, and for prompts.
    var threads: Int? { count { $0.isOfGeneration } }
    var promptThreads: Int? { count { !$0.isOfGeneration } }

    /// Options beyond threads; what places memory on nodes too.
    var options: TunedOptions {
        TunedOptions(
            numactl: best(.numactl)?.value, numa: best(.numa)?.value, loadMode: best(.loadMode)?.value,
            others: [best(.batch), best(.flashAttention)].compactMap { $0?.setting })
    }

    /// The settings that lines have, as they are typed.
    var gains: [String] {
        [
            threads.map { "-t \($0)" }, promptThreads.map { "-tb \($0)" }, best(.batch)?.setting,
            best(.flashAttention)?.setting, best(.loadMode)?.setting, best(.numa)?.setting, best(.numactl)?.setting,
        ].compactMap(\.self)
    }

    /// What gains speed and costs quality, so that lines do not have it.
    var cache: EngineDetails.Trial? { best(.cache) }

    private func count(_ isOfPhase: (EngineDetails.Trial) -> Bool) -> Int? {
        best(.threads) { isOfPhase($0) && Int($0.value).map { $0 > 0 } ?? false }.flatMap { Int($0.value) }
    }

    /// The value that gains most; nil where none gains, or where what gains in one phase loses in another.
    private func best(
        _ option: Option, _ isOfPhase: (EngineDetails.Trial) -> Bool = { _ in true }
    ) -> EngineDetails.Trial? {
        let own = trials.filter { option.names.contains($0.option) && isOfPhase($0) && $0.isTypeable }
        let losing = Set(own.filter { $0.isClear && !$0.isGain }.map(\.value))
        return own.filter { $0.isGain && !losing.contains($0.value) }.max { $0.gain < $1.gain }
    }

    /// What is tried.
    private enum Option {
        case threads, batch, flashAttention, cache, loadMode, numa, numactl

        var names: [String] {
            switch self {
            case .threads: ["-t", "-tb"]
            case .batch: ["-ub"]
            case .flashAttention: ["-fa"]
            case .cache: ["-ctk/-ctv"]
            case .loadMode: ["--load-mode"]
            case .numa: ["--numa"]
            case .numactl: ["numactl"]
            }
        }
    }
}

extension EngineDetails.Trial {
    fileprivate var isOfGeneration: Bool { phase.hasPrefix("generation") }

    /// Whether its value may stand in a line for a shell: it comes from a file, and people copy lines.
    fileprivate var isTypeable: Bool {
        let words = value.split(separator: " ", omittingEmptySubsequences: false)
        let areOptions = option != "numactl" || words.allSatisfy { $0.hasPrefix("-") }
        return !words.isEmpty && (words.count == 1 || option == "numactl") && areOptions
            && words.allSatisfy { word in
                !word.isEmpty
                    && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_=,.+".contains($0)) }
            }
    }
}
