import TokenModel

/// Command lines of llama.cpp for one placement. The model's file is a placeholder.
struct RunCommand {
    let placement: Placement
    /// For generation, and for prompts.
    let threads: Int
    let promptThreads: Int
    /// Whether weights are copied into memory of the process's own instead of being mapped from the file.
    let copiesWeights: Bool

    init(_ placement: Placement, threads: Int, promptThreads: Int? = nil, copiesWeights: Bool = false) {
        self.placement = placement
        self.threads = threads
        self.promptThreads = promptThreads ?? threads
        // A file's pages stay on the node where they were first read, whatever is asked for later.
        self.copiesWeights = copiesWeights || placement != .whole
    }

    /// - Parameter context: tokens; nil for the model's own.
    func server(context: Int?) -> String { line("llama-server", context) }

    func chat(context: Int?) -> String { line("llama-cli", context) }

    /// What checks a prediction of 512 tokens' prompt and of generation.
    var bench: [String] {
        let load = copiesWeights ? " --load-mode none" : ""
        let start = "\(prefix)llama-bench -m MODEL.gguf\(nodes)\(load) -r 5"
        return threads == promptThreads
            ? ["\(start) -t \(threads) -p 512 -n 128"]
            : ["\(start) -t \(threads) -p 0 -n 128", "\(start) -t \(promptThreads) -p 512 -n 0"]
    }

    private func line(_ program: String, _ context: Int?) -> String {
        "\(prefix)\(program) -m MODEL.gguf\(nodes) -t \(threads) -tb \(promptThreads)"
            + (context.map { " -c \($0)" } ?? "") + (copiesWeights ? " --load-mode none" : "")
    }

    private var prefix: String {
        switch placement {
        case .node(let id): "numactl --cpunodebind=\(id) --membind=\(id) "
        case .interleaved: "numactl --interleave=all "
        case .whole, .split: ""
        }
    }

    private var nodes: String {
        switch placement {
        case .node: " --numa numactl"
        case .interleaved, .split: " --numa distribute"
        case .whole: ""
        }
    }
}
