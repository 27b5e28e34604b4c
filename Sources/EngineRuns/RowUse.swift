import Catalog
import ModelFiles

/// Whether the CPU alone did what a row of llama-bench tells, on a path that predictions speak of.
package enum RowUse: Hashable, Sendable {
    case predicted
    /// A prompt and what was generated after it, in one figure.
    case together
    case promptAfterOthers
    /// By what, and with how many layers.
    case card(String, layers: Int?)
    case layersFitted(String)
    case tensorsElsewhere(String)
    /// No layer is on the card, and yet it multiplies prompts.
    case promptOnCard(String)
    case servers
    case library(String)
    case promptByLibrary(String)
    case promptInPieces(of: Int, tokens: Int)
    case cacheType(String)
    case attention(depth: Int)
    case notArranged
    case arrangedWhenLoaded
    case fewerExperts
    case embeddings
    case format(String)
    case mask(String)
    case fewerCPUs(Int, threads: Int)
    case fewerCores(Int, threads: Int)
    case someCores
    case otherCPU(String, instead: String)
}

extension RowUse {
    /// - Parameter machine: that the row is set against; what depends on it is not looked at where it is not known.
    package init(of row: LlamaBenchRow, on machine: RowMachine? = nil) {
        self =
            Self.ofTest(row) ?? Self.ofDevices(row) ?? Self.ofPath(row) ?? machine?.cpuUse(row)
            ?? RowMachine.maskUse(row, on: machine) ?? .predicted
    }

    /// Why such a row is left out; nil where it is predicted.
    package var reason: String? {
        switch self {
        case .predicted: nil
        case .together: "a prompt and generation together are not told apart"
        case .promptAfterOthers: "prompts are predicted into an empty cache only"
        case .card, .layersFitted, .tensorsElsewhere, .promptOnCard, .servers, .library, .promptByLibrary: elsewhere
        case .mask, .fewerCPUs, .fewerCores, .someCores, .otherCPU: otherPlace
        default: otherPath
        }
    }

    private var elsewhere: String? {
        let cpus = "and predictions are of CPUs"
        switch self {
        case .card(let name, nil): return "it may have run on \(name), for it tells no number of layers there, \(cpus)"
        case .card(let name, let layers?):
            return "it ran on \(name) (n_gpu_layers \(layers)), \(cpus)"
        case .layersFitted(let name): return "its layers were fitted to the memory of \(name), \(cpus)"
        case .tensorsElsewhere(let tensors): return "some of its tensors were elsewhere (\(tensors)), \(cpus)"
        case .promptOnCard(let name):
            return "\(name) multiplies prompts of \(Self.offloaded) tokens and more even with n_gpu_layers 0, \(cpus)"
        case .servers: return "other computers' devices worked on it through RPC, \(cpus)"
        case .library(let name): return "\(name) may have multiplied it, whose loops are not predicted"
        case .promptByLibrary(let name):
            return "\(name) multiplies prompts of \(Self.offloaded) tokens and more, and its loops are not predicted"
        default: return nil
        }
    }

    private var otherPath: String? {
        switch self {
        case .promptInPieces(let pieces, let tokens):
            "its prompt of \(tokens) went through \(pieces) token\(pieces == 1 ? "" : "s") at a time, and prompts are "
                + "predicted \(min(tokens, Self.usualPiece)) at a time"
        case .cacheType(let type): "a KV cache in \(type) is not predicted"
        case .attention(let depth): "attention to \(depth) tokens is predicted as flash attention, and that was off"
        case .notArranged:
            "its weights were not arranged for the CPU's loops (repack off), as predictions take them to be"
        case .arrangedWhenLoaded: "its weights were all arranged anew when they were loaded, which is not predicted"
        case .fewerExperts: "its tokens went through fewer experts than the model's own number"
        case .embeddings: "it made embeddings of all tokens, which is not predicted"
        case .format(let name): "no loops are known for its format, \(name)"
        default: nil
        }
    }

    private var otherPlace: String? {
        switch self {
        case .mask(let text): "its CPU mask \(text) is no hexadecimal number"
        case .fewerCPUs(let cpus, let threads):
            "its CPU mask gave \(threads) threads \(cpus) CPU\(cpus == 1 ? "" : "s")"
        case .fewerCores(let cores, let threads):
            "its CPU mask put \(threads) threads on \(cores) core\(cores == 1 ? "" : "s") of this machine, and one on "
                + "each is predicted"
        case .someCores: "its CPU mask chose among nodes or kinds of cores, and predictions take the machine's fastest"
        case .otherCPU(let other, let own): "it was measured on another CPU (\(other)) than the result (\(own))"
        default: nil
        }
    }
}

extension RowUse {
    /// Batches of so many tokens are worth moving to a card, and into a library of BLAS.
    private static let offloaded = 32
    /// Tokens that llama.cpp processes together unless told otherwise.
    private static let usualPiece = 512

    /// Beside these a CPU's prompts stay its own with n_gpu_layers 0: none takes over what lies in the CPU's memory.
    private static let cardsThatKeepOff: Set = ["RPC", "OPENCL", "KOMPUTE", "OPENVINO", "HTP", "HEXAGON"]
    /// What multiplies beside the CPU's own loops and is no card.
    private static let libraries: Set = ["BLAS", "ACCELERATE", "ZENDNN", "ZDNN", "AMX", "KLEIDIAI", "CPU_KLEIDIAI"]
    /// Those that multiply matrices of 32 tokens and more, and no vectors.
    private static let promptLibraries: Set = ["BLAS", "ACCELERATE"]

    private static func ofTest(_ row: LlamaBenchRow) -> RowUse? {
        if row.prompt > 0, row.generated > 0 { return .together }
        return row.prompt > 0 && row.depth > 0 ? .promptAfterOthers : nil
    }

    /// By what else than the CPU's own loops it was computed.
    private static func ofDevices(_ row: LlamaBenchRow) -> RowUse? {
        let isLarge = row.tokensAtOnce >= offloaded
        if let name = row.usableCard {
            if row.devices.hasServers, row.gpuLayers != 0 { return .servers }
            if row.gpuLayers != 0 { return .card(name, layers: row.gpuLayers) }
            if row.devices.areLayersFitted { return .layersFitted(name) }
            let elsewhere = row.devices.overrides.first { !$0.hasSuffix("=CPU") }
            if let elsewhere { return .tensorsElsewhere(elsewhere) }
            // Of OpenCL, builds with a column for it had another backend.
            let takesOver = row.cardNames.contains { name in
                !cardsThatKeepOff.contains(name) || (name == "OPENCL" && !row.devices.areListed)
            }
            if isLarge, !row.devices.keepsBatches, takesOver || row.cardNames.isEmpty { return .promptOnCard(name) }
        }
        for library in row.devices.backends where libraries.contains(library.uppercased()) {
            guard promptLibraries.contains(library.uppercased()) else { return .library(library) }
            if isLarge { return .promptByLibrary(library) }
        }
        return nil
    }

    /// What of the CPU's own work is not as it is predicted. Polling and how the file is loaded change no loop: inside
    /// a token threads spin in any case.
    private static func ofPath(_ row: LlamaBenchRow) -> RowUse? {
        let pieces = row.tokensAtOnce
        if row.prompt > 0, pieces < min(row.prompt, usualPiece) {
            return .promptInPieces(of: pieces, tokens: row.prompt)
        }
        let types = [row.keyType, row.valueType].compactMap(\.self).filter { $0 != "f16" }
        if let type = types.first { return .cacheType(type) }
        if row.depth > 0, row.flashAttention == .off { return .attention(depth: row.depth) }
        switch (row.engine, row.repack) {
        case (.llamaCpp, false): return .notArranged
        case (.ikLlama, true): return .arrangedWhenLoaded
        default: break
        }
        if row.hasFewerExperts { return .fewerExperts }
        if row.embeddings { return .embeddings }
        if let format = row.namedFormat, !knownFormats.contains(format) { return .format(format) }
        return nil
    }

    /// Those of llama.cpp's tensors, and its mixtures with names of their own.
    private static let knownFormats = Set(
        TensorType.allCases.map(\.name) + FileMix.allCases.map(\.rawValue) + ["IQ2_M", "IQ3_XS", "IQ3_M"])

    fileprivate static func isCard(_ backend: String) -> Bool { !libraries.contains(backend.uppercased()) }
}

extension LlamaBenchRow {
    /// Of a prompt; 1 of generation.
    fileprivate var tokensAtOnce: Int { prompt == 0 ? 1 : min(prompt, batch ?? .max, microBatch ?? .max) }

    /// In capitals; RPC is none without a server or a device of one.
    fileprivate var cardNames: [String] { devices.backends.filter(RowUse.isCard).map { $0.uppercased() } }

    /// The card that could take part: compiled in, found, and not kept out with `-dev none`.
    fileprivate var usableCard: String? {
        if let chosen = devices.chosen, !chosen.contains(where: RowUse.isCard) { return nil }
        // Builds that list their backends tell of every card that they find.
        if devices.areListed, devices.cards == "", !devices.hasServers { return nil }
        let found = devices.cards ?? ""
        let names = devices.backends.filter(RowUse.isCard)
        let local = names.filter { $0.uppercased() != "RPC" }
        let used = local.isEmpty && (devices.hasServers || !found.isEmpty) ? names : local
        if used.isEmpty { return devices.areListed || found.isEmpty ? nil : found }
        return used.joined(separator: ", ") + (found.isEmpty ? "" : ": \(found)")
    }

    /// "IQ4_KS" of "llama 8B IQ4_KS - 4.25 bpw"; nil where there is no such word.
    fileprivate var namedFormat: String? {
        (modelType ?? "").split(separator: " ").dropFirst().map(String.init).first { word in
            guard let digit = word.firstIndex(where: \.isNumber), word.allSatisfy({ $0 != "." }) else { return false }
            let start = word[..<digit]
            return ["Q", "IQ", "TQ", "F", "BF", "MXFP", "NVFP", "I"].contains(String(start))
        }
    }
}
