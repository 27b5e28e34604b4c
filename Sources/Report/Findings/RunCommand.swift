import TokenModel

/// Command lines of llama.cpp for one placement. The model's file is a placeholder.
struct RunCommand {
    let placement: Placement
    /// For generation, and for prompts.
    let threads: Int
    let promptThreads: Int
    /// Whether weights are copied into memory of the process's own instead of being mapped from the file.
    let copiesWeights: Bool
    /// What was measured to be faster.
    let tuned: TunedOptions

    init(
        _ placement: Placement, threads: Int, promptThreads: Int? = nil, copiesWeights: Bool = false,
        tuned: TunedOptions = TunedOptions()
    ) {
        self.placement = placement
        self.threads = threads
        self.promptThreads = promptThreads ?? threads
        // A file's pages stay on the node where they were first read, whatever is asked for later.
        self.copiesWeights = copiesWeights || placement != .whole
        self.tuned = tuned
    }

    /// - Parameter context: tokens; nil for the model's own.
    func server(context: Int?) -> String { line("llama-server", context) }

    func chat(context: Int?) -> String { line("llama-cli", context) }

    /// What checks a prediction of 512 tokens' prompt and of generation.
    var bench: [String] {
        let start = "\(prefix)llama-bench -m MODEL.gguf\(nodes)\(load)\(others) -r 5"
        return threads == promptThreads
            ? ["\(start) -t \(threads) -p 512 -n 128"]
            : ["\(start) -t \(threads) -p 0 -n 128", "\(start) -t \(promptThreads) -p 512 -n 0"]
    }

    private func line(_ program: String, _ context: Int?) -> String {
        "\(prefix)\(program) -m MODEL.gguf\(nodes) -t \(threads) -tb \(promptThreads)"
            + (context.map { " -c \($0)" } ?? "") + others + load
    }

    private var others: String { tuned.others.map { " \($0)" }.joined() }

    private var load: String {
        let measured = placement == .whole ? tuned.loadMode : nil
        return (measured ?? (copiesWeights ? "none" : nil)).map { " --load-mode \($0)" } ?? ""
    }

    private var prefix: String { numactl.map { "numactl \($0) " } ?? "" }

    private var numactl: String? { placement.numactl ?? (placement == .whole ? tuned.numactl : nil) }

    private var nodes: String {
        switch placement {
        case .node: " --numa numactl"
        case .interleaved, .split: " --numa distribute"
        case .whole: tuned.numa.map { " --numa \($0)" } ?? ""
        }
    }
}

/// What an engine was measured to gain from, beyond its number of threads.
struct TunedOptions: Hashable {
    /// Arguments of numactl and of --numa, for the whole machine; nil for none.
    var numactl: String?
    var numa: String?
    /// Of --load-mode, for the whole machine; nil for none.
    var loadMode: String?
    /// "-ub 1024".
    var others: [String] = []
}

extension Placement {
    /// What numactl is given; nil where it is not needed.
    var numactl: String? {
        switch self {
        case .node(let id): "--cpunodebind=\(id) --membind=\(id)"
        case .interleaved: "--interleave=all"
        case .whole, .split: nil
        }
    }
}
