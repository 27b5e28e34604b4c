import Records

/// How a figure is called in OpenMetrics, and what makes its base unit of its unit.
struct FigureMetric {
    let name: String
    let unit: String
    /// Base units in one of the figure's units.
    let scale: Double
    let help: String
    let labels: [(name: String, value: String)]

    init(_ figure: MeasuredFigure) {
        let base = Self.base(of: figure.unit)
        unit = base.name
        scale = base.scale
        let naming = FigureNaming(probe: figure.probe, quantity: figure.quantity, labels: figure.labels)
        var own = naming.identity
        switch figure.probe {
        case "bandwidth":
            let kernel = Self.word(own.removeValue(forKey: "kernel") ?? "unknown")
            name = "probe_memory_\(kernel)_bandwidth"
            help = "Credited bytes per second of the loop \(kernel)."
        case "latency":
            (name, help) = Self.latency(own.removeValue(forKey: "kind") ?? "")
        case "flops":
            name = figure.quantity == PeakCell.quantity ? "probe_peak" : "probe_\(Self.word(figure.quantity))"
            help =
                figure.quantity == PeakCell.quantity
                ? "Highest rate of a type and instruction set; a multiply-add is two operations."
                : "The cores' clock while the peak was measured."
        case "smt" where figure.quantity == "smt gain":
            (name, help) = ("probe_smt_gain", "The rate with several threads on each core over that with one.")
        case "smt": (name, help) = ("probe_smt", "The rate of a workload by threads on each core.")
        case "scaling": (name, help) = ("probe_scaling", "The rate of a workload by its threads.")
        case "inference": (name, help) = ("probe_inference", "Weights, or keys and values, that are streamed.")
        case "storage": (name, help) = ("probe_storage_read", "Sequential reads of a large file.")
        case "engine" where figure.quantity == EngineCell.quantity:
            (name, help) = ("probe_engine", "What llama-bench does with a model of random weights.")
        default:
            name = "probe_\(Self.word(figure.probe))_\(Self.word(figure.quantity))"
            help = "The \(figure.quantity) that probe-\(figure.probe) measured."
        }
        labels = Self.placed(own).sorted { $0.key < $1.key }.map { (Self.word($0.key), $0.value) }
    }

    private static func latency(_ kind: String) -> (name: String, help: String) {
        switch kind {
        case "level", "node":
            ("probe_memory_latency", "Time of a load that the next one waits for, from a cache level or memory.")
        case "loaded": ("probe_memory_loaded_latency", "Time of a load from memory while other cores stream.")
        case "handover": ("probe_core_handover", "Time in which one core hands a cache line to another.")
        case "barrier": ("probe_barrier", "Time in which threads meet at a barrier.")
        default: ("probe_latency_\(word(kind))", "Latency of the kind \(kind).")
        }
    }

    /// Both nodes as one place: "node0", "all", "node0_to_node1".
    private static func placed(_ labels: [String: String]) -> [String: String] {
        guard let memory = labels["memory_node"] else { return labels }
        let node = { (text: String) in Int(text) == nil ? text : "node\(text)" }
        let cpu = labels["cpu_node"] ?? memory
        var placed = labels.filter { $0.key != "memory_node" && $0.key != "cpu_node" }
        placed["placement"] = cpu == memory ? node(cpu) : "\(node(cpu))_to_\(node(memory))"
        return placed
    }

    private static func base(of unit: String) -> (name: String, scale: Double) {
        switch unit {
        case "GB/s": ("bytes_per_second", 1e9)
        case "GOP/s": ("operations_per_second", 1e9)
        case "Mload/s": ("loads_per_second", 1e6)
        case "tokens/s": ("tokens_per_second", 1)
        case "GHz": ("hertz", 1e9)
        case "ns": ("seconds", 1e-9)
        case "×": ("ratio", 1)
        default: (word(unit.replacing("/", by: "_per_")), 1)
        }
    }

    /// What metrics and labels may be called: letters, digits and _.
    private static func word(_ text: String) -> String {
        let word = String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }).lowercased()
        return word.first.map { $0.isNumber } ?? true ? "_" + word : word
    }
}

extension String {
    fileprivate func replacing(_ part: Character, by other: String) -> String {
        map { $0 == part ? other : String($0) }.joined()
    }
}
