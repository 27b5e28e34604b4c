import Quantities
import Records
import Tables

/// What a figure's labels say: which of them tell it from others, and how a person calls it.
struct FigureNaming {
    let probe: String
    let quantity: String
    let labels: [String: String]

    /// Labels that follow from others or that tell what a run found, such as the page size obtained: two runs of one
    /// figure may differ in them.
    private static let findings: Set<String> = [
        "credited_bytes", "moved_bytes", "theoretical_ops_per_cycle", "operations_per_byte", "load_gb_s", "page_size",
        "typical", "file_system",
    ]

    /// The labels that tell figures of one result apart. All of a probe that this program does not know.
    var identity: [String: String] {
        // The first records told no study: all their figures were of the loops.
        (probe == "bandwidth" ? ["study": study].merging(labels) { $1 } : labels)
            .filter { label, _ in !descriptive.contains(label) }
    }

    private var descriptive: Set<String> {
        switch probe {
        // Which shape reads fastest is found anew by each run, except where shapes are what is compared.
        case "bandwidth": Self.findings.union(study == "shapes" ? [] : ["streams", "prefetch"]).union(curveLevel)
        case "latency": Self.findings.union(curveLevel).union(kind == "level" ? ["working_set_bytes"] : [])
        case "flops", "inference", "scaling", "storage": Self.findings.union(["kernel"])
        case "engine": Self.findings.union(["per_beat"])
        case "smt": Self.findings.union(["kernel", "threads"])
        default: []
        }
    }

    /// Of a point of a curve the working set is what counts, and the level is only read off it.
    private var curveLevel: Set<String> { study == "levels" || kind == "curve" ? ["level"] : [] }

    private var study: String { labels["study"] ?? (probe == "bandwidth" ? "loops" : "") }
    private var kind: String { labels["kind"] ?? "" }

    var rank: MeasuredFigure.Rank {
        let isCurvePoint = study == "levels" && labels["typical"] == nil || kind == "curve"
        let isPulse = probe == "engine" && quantity == EnginePulse.quantity
        return isCurvePoint || isPulse || study == "sag" || quantity == PeakCell.perCycleQuantity ? .detail : .main
    }
}

extension FigureNaming {
    /// "triad, nontemporal, avx512, 2 threads, node 0".
    var name: String {
        let words: [String?] =
            switch probe {
            case "bandwidth": bandwidth
            case "latency": latency
            case "flops": compute
            case "smt": ["SMT: \(workload)", labels["threads_per_core"].map { count($0, "thread") + " per core" }]
            case "scaling": ["scaling: \(workload)", threads, labels["placement"], labels["core_kind"]]
            case "inference": inference
            case "storage": storage
            case "engine": engine
            default: ["\(probe): \(quantity)"] + labels.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            }
        return words.compactMap { $0?.isEmpty == false ? $0 : nil }.joined(separator: ", ").printable
    }

    private var bandwidth: [String?] {
        let stores = labels["stores"] == "none" ? nil : labels["stores"]
        let streams = study == "shapes" ? labels["streams"].map { count($0, "stream") } : nil
        let ahead = study == "shapes" && labels["prefetch"] == "software" ? "prefetch" : nil
        let part = ["loops", "shapes", "levels", "pages", "interleaved"].contains(study) ? nil : study
        let pages = study == "pages" ? labels["pages"].map { "\($0) pages" } : nil
        return [labels["kernel"], stores, streams, ahead, labels["isa"], threads, workingSet, place, pages, part]
    }

    private var latency: [String?] {
        switch kind {
        case "level": ["latency of \((labels["level"] ?? "").uppercased())", pages, place]
        case "node": ["latency of memory", pages, place]
        case "handover": ["hand-over", "CPU \(labels["cpu"] ?? "?") to \(labels["peer_cpu"] ?? "?")"]
        case "barrier": ["barrier", threads]
        case "loaded": ["latency under load", labels["load_percent"].map { "\($0) %" }, pages, place]
        default: ["latency curve", workingSet, pages, place]
        }
    }

    private var compute: [String?] {
        let head: String =
            switch quantity {
            case PeakCell.clockQuantity: "clock in "
            case PeakCell.perCycleQuantity: "operations per cycle of "
            default: ""
            }
        let cores = labels["cores"].map { count($0, "core") }
        let isOneEach = labels["threads"] == labels["cores"]
        let kind = ["uniform", "all"].contains(labels["core_kind"] ?? "all") ? nil : labels["core_kind"]
        return [
            head + (labels["type"] ?? "").uppercased(), labels["isa"], labels["instruction"],
            labels["mix"] == "fma_add" ? "with additions" : nil, isOneEach ? nil : threads, cores, kind,
            labels["package"].map { "package \($0)" }, study == "sag" ? "over seconds" : nil,
        ]
    }

    private var inference: [String?] {
        let operation = labels["operation"].flatMap(InferenceOperation.init)?.name ?? labels["operation"]
        let batch = labels["batch"] == "1" ? nil : labels["batch"].map { "batch \($0)" }
        return [
            labels["format"], operation, labels["context"].map { "context \($0)" }, batch, labels["isa"], threads,
            labels["source"].map { "from \($0)" }, labels["node"].map { "node \($0)" },
        ]
    }

    private var storage: [String?] {
        let method = labels["method"] == "cache" ? "page cache" : "storage, \(labels["method"] ?? "?")"
        let block = labels["block_bytes"].flatMap { Int($0) }.map { "blocks of \(ByteCount($0))" }
        return ["read from \(method)", block, labels["readers"].map { count($0, "reader") }]
    }

    private var engine: [String?] {
        guard quantity == EngineCell.quantity else { return ["reading memory between the engine's runs", threads] }
        let tokens = labels["phase"] == "prompt" ? labels["tokens"].map { " of \($0)" } : nil
        let depth = labels["depth"].flatMap { $0 == "0" ? nil : " after \(count($0, "token"))" }
        return [
            "engine: \(labels["phase"] ?? "?")\(tokens ?? "")\(depth ?? "")", labels["model"], threads,
            labels["build"] == "1" ? nil : labels["build"].map { "build \($0)" },
        ]
    }

    private var workload: String { labels["workload"].flatMap(Workload.init)?.name ?? labels["workload"] ?? "" }
    private var threads: String? { labels["threads"].map { count($0, "thread") } }
    private var pages: String? { labels["pages"] == "small" ? "small pages" : nil }

    private var workingSet: String? {
        guard study == "levels" || kind == "curve" else { return nil }
        return labels["working_set_bytes"].flatMap { Int($0) }.map { "\(ByteCount($0))" }
    }

    /// "node 0"; "node 0 to memory of node 1".
    private var place: String? {
        guard let memory = labels["memory_node"] else { return nil }
        let cpu = labels["cpu_node"] ?? memory
        if cpu == memory { return Int(memory) == nil ? "\(memory) nodes" : "node \(memory)" }
        let from = Int(cpu) == nil ? "\(cpu) nodes" : "node \(cpu)"
        return from + (Int(memory) == nil ? ", \(memory)" : " to memory of node \(memory)")
    }

    private func count(_ number: String, _ noun: String) -> String { "\(number) \(noun)\(number == "1" ? "" : "s")" }
}
