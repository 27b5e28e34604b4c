import Records

/// What a build of llama-bench can compute with beside the CPU, and what of it a run was told to use.
package struct LlamaBenchDevices: Hashable, Sendable {
    /// Those beside the CPU's own: "CUDA", "BLAS", "RPC".
    package let backends: [String]
    /// The graphics cards that were found, "" where none were; nil where that is not told. Builds that list their
    /// backends tell of every kind, those before of some only.
    package let cards: String?
    /// The devices that the run was to use: "CUDA0"; none where empty, all where nil.
    package let chosen: [String]?
    /// Whether layers were fitted to the card's memory, whatever the row tells of their number.
    package let areLayersFitted: Bool
    /// Whether large batches stay on the CPU with the weights that they are multiplied by.
    package let keepsBatches: Bool
    /// Tensors that were put elsewhere: "exps=CPU".
    package let overrides: [String]
    /// Whether other computers' devices were used through RPC.
    package let hasServers: Bool
    /// Builds until November 2024 have a column for each backend instead of a list.
    package let areListed: Bool
}

extension LlamaBenchDevices {
    private static let columns = [
        ("cuda", "CUDA"), ("opencl", "OpenCL"), ("vulkan", "Vulkan"), ("kompute", "Kompute"), ("metal", "Metal"),
        ("sycl", "SYCL"),
    ]

    init(_ fields: JSONFields) throws(FieldError) {
        let listed = try fields.text("backends")
        areListed = listed != nil
        hasServers = try Self.hasServers(fields)
        if let listed {
            backends = Self.parts(listed)
        } else {
            backends = try Self.flagged(fields) + (hasServers ? ["RPC"] : [])
        }
        let found = try fields.text("gpu_info")
        cards = areListed || found != "" ? found : nil
        chosen = try fields.text("devices").flatMap { text in
            switch text {
            case "auto", "": nil
            case "none": []
            default: text.split(separator: "/").map(String.init)
            }
        }
        let margin = try fields.whole("fit_target", 0...Int.max) ?? 0
        areLayersFitted = try fields.whole("fit_min_ctx", 0...Int.max) ?? 0 > 0 || margin > 0
        keepsBatches = try fields.setting("no_op_offload") ?? false
        let own = try fields.text("override_tensor")
        let overrides = try fields.text("tensor_buft_overrides") ?? own ?? ""
        self.overrides = overrides.split { $0 == ";" || $0 == "," }.map(String.init).filter { $0.contains("=") }
    }

    /// "CPU" is always there, and said of builds with nothing else.
    private static func parts(_ list: String) -> [String] {
        list.split { $0 == "," || $0 == " " || $0 == "+" }.map(String.init).filter { $0 != "CPU" }
    }

    private static func flagged(_ fields: JSONFields) throws(FieldError) -> [String] {
        var names: [String] = []
        for (column, name) in columns where try fields.setting(column) == true { names.append(name) }
        let hasCardBLAS = try fields.setting("gpu_blas") == true
        // A card's library is one of BLAS too, and says so in both columns.
        if hasCardBLAS, names.isEmpty { names.append("GPU BLAS") }
        if try fields.setting("blas") == true, !hasCardBLAS { names.append("BLAS") }
        return names
    }

    /// A list of servers, or whether there are any.
    private static func hasServers(_ fields: JSONFields) throws(FieldError) -> Bool {
        for column in ["rpc", "rpc_servers"] {
            if let value = fields[column], case .string(let text) = value {
                if !["", "0", "false"].contains(text) { return true }
            } else if try fields.setting(column) == true {
                return true
            }
        }
        return false
    }
}
