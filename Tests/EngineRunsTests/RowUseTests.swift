import EngineRuns
import ModelFiles
import Records
import Testing

@Suite struct RowUseTests {
    /// Generation on the CPU alone by a build of November 2026, with changes.
    private func use(_ changes: [String: String], on machine: RowMachine? = nil) throws -> RowUse {
        let fields = [
            "backends": "\"CPU\"", "gpu_info": "\"\"", "n_batch": "2048", "n_ubatch": "512", "n_gpu_layers": "-1",
            "devices": "\"auto\"", "tensor_buft_overrides": "\"none\"", "no_op_offload": "0", "cpu_mask": "\"0x0\"",
            "flash_attn": "-1", "embeddings": "false", "repack": "true", "fit_target": "0", "poll": "50",
        ]
        return RowUse(of: try Examples.row("model.gguf", fields.merging(changes) { _, new in new }), on: machine)
    }

    private static let prompt = ["n_prompt": "512", "n_gen": "0"]
    private static let card = ["backends": "\"CUDA\"", "gpu_info": "\"a card\""]
    private static let off = card.merging(["n_gpu_layers": "0"]) { $1 }

    @Test(arguments: [
        [:], ["poll": "0"], ["no_host": "true"], ["use_mmap": "false"], ["load_mode": "\"dio\""], ["n_cpu_moe": "8"],
        ["no_kv_offload": "true"], ["split_mode": "\"row\""], ["flash_attn": "0"], ["flash_attn": "1"],
        // Compiled in, and nothing found; or found, and kept out.
        ["backends": "\"CUDA\""], ["backends": "\"Vulkan,RPC\"", "n_gpu_layers": "99"],
        card.merging(["devices": "\"none\""]) { $1 },
        card.merging(["devices": "\"none\"", "n_gpu_layers": "99"]) { $1 },
        ["backends": "\"RPC\"", "n_gpu_layers": "99"], ["backends": "\"BLAS,RPC\""], off,
    ])
    func theCPUsOwnWorkIsPredicted(changes: [String: String]) throws {
        #expect(try use(changes) == .predicted)
    }

    @Test(arguments: [
        [:], ["n_prompt": "16"], ["n_prompt": "2048"], ["n_ubatch": "2048"], ["backends": "\"CUDA\""],
        off.merging(["no_op_offload": "1"]) { $1 }, off.merging(["n_prompt": "16"]) { $1 },
        card.merging(["devices": "\"none\""]) { $1 }, ["backends": "\"BLAS\"", "n_prompt": "31"],
        // Nothing moves batches to these.
        ["backends": "\"OpenCL\"", "gpu_info": "\"a card\"", "n_gpu_layers": "0"],
        ["backends": "\"RPC\"", "gpu_info": "\"10.0.0.2\"", "n_gpu_layers": "0"],
    ])
    func theCPUsOwnPromptsArePredicted(changes: [String: String]) throws {
        #expect(try use(Self.prompt.merging(changes) { $1 }) == .predicted)
    }

    @Test(arguments: [
        "CUDA", "ROCm", "Vulkan", "SYCL", "Metal", "MTL", "CANN", "MUSA", "HIP", "OpenCL", "RPC", "WebGPU", "New",
    ])
    func whatACardDidIsNot(backend: String) throws {
        for layers in ["99", "1", "-1"] {
            let use = try use(["backends": "\"\(backend)\"", "gpu_info": "\"a card\"", "n_gpu_layers": layers])
            #expect(use == .card("\(backend): a card", layers: Int(layers)))
            #expect(use.reason?.contains(backend) == true)
        }
    }

    @Test(arguments: ["CUDA", "ROCm", "Vulkan", "SYCL", "MTL,BLAS", "CUDA,RPC", "CANN", "MUSA"])
    func aCardTakesPromptsWithoutLayers(backends: String) throws {
        let changes = ["backends": "\"\(backends)\"", "gpu_info": "\"a card\"", "n_gpu_layers": "0"]
        let prompt = try use(Self.prompt.merging(changes) { $1 })
        #expect(prompt.reason?.contains("even with n_gpu_layers 0") == true)
        #expect(try use(changes) == .predicted)
        // In pieces that are too small for it.
        let pieces = try use(Self.prompt.merging(changes) { $1 }.merging(["n_ubatch": "16"]) { $1 })
        #expect(pieces == .promptInPieces(of: 16, tokens: 512))
    }

    @Test func whatIsPutOnACardBesidesIsSeen() throws {
        let elsewhere = Self.off.merging(["tensor_buft_overrides": "\"exps=CPU;attn=CUDA0\""]) { $1 }
        #expect(try use(elsewhere) == .tensorsElsewhere("attn=CUDA0"))
        #expect(try use(Self.off.merging(["tensor_buft_overrides": "\"exps=CPU\""]) { $1 }) == .predicted)
        #expect(try use(Self.off.merging(["fit_target": "1024"]) { $1 }) == .layersFitted("CUDA: a card"))
        #expect(try use(Self.card.merging(["n_gpu_layers": "null"]) { $1 }) == .card("CUDA: a card", layers: nil))
        #expect(try use(["backends": "\"RPC\"", "rpc_servers": "\"10.0.0.2:50052\""]) == .servers)
    }

    @Test(arguments: [
        (["cuda": "true"], RowUse.card("CUDA", layers: 99)), (["opencl": "true"], .card("OpenCL", layers: 99)),
        (["vulkan": "true"], .card("Vulkan", layers: 99)), (["kompute": "true"], .card("Kompute", layers: 99)),
        (["metal": "true", "blas": "true"], .card("Metal", layers: 99)), (["sycl": "true"], .card("SYCL", layers: 99)),
        (["gpu_blas": "true", "blas": "true"], .card("GPU BLAS", layers: 99)), (["rpc": "true"], .servers),
        (["gpu_info": "\"a card\""], .card("a card", layers: 99)),
        (["opencl": "true", "n_gpu_layers": "0"], .promptOnCard("OpenCL")),
        (["cuda": "true", "gpu_info": "\"a card\"", "n_gpu_layers": "0"], .promptOnCard("CUDA: a card")),
        (["blas": "true", "cuda": "false"], .promptByLibrary("BLAS")), (["cuda": "false", "rpc": "\"0\""], .predicted),
        (["f16_kv": "false"], .cacheType("f32")), (["f16_kv": "true", "mul_mat_q": "true"], .predicted),
        (["n_batch": "8"], .promptInPieces(of: 8, tokens: 512)), (["blas": "true", "n_prompt": "16"], .predicted),
    ])
    func olderFormsAreReadAlike(changes: [String: String], expected: RowUse) throws {
        var fields = Self.prompt.merging(["n_batch": "512", "n_gpu_layers": "99"]) { $1 }
        if changes["f16_kv"] != nil { fields.merge(["type_k": "null", "type_v": "null"]) { $1 } }
        #expect(RowUse(of: try Examples.row("model.gguf", fields.merging(changes) { $1 })) == expected)
    }

    @Test func librariesAreNotOurLoops() throws {
        for backends in ["BLAS", "CPU,BLAS"] {
            #expect(try use(["backends": "\"\(backends)\""]) == .predicted)
            #expect(try use(Self.prompt.merging(["backends": "\"\(backends)\""]) { $1 }) == .promptByLibrary("BLAS"))
        }
        for library in ["ZenDNN", "AMX", "KleidiAI", "zDNN"] {
            #expect(try use(["backends": "\"\(library)\""]) == .library(library))
        }
    }

    @Test(arguments: [
        (["n_ubatch": "1"], RowUse.promptInPieces(of: 1, tokens: 512)),
        (["n_batch": "64"], .promptInPieces(of: 64, tokens: 512)),
        (["n_ubatch": "256", "n_prompt": "2048"], .promptInPieces(of: 256, tokens: 2048)),
        (["type_k": "\"bf16\""], .cacheType("bf16")), (["type_v": "\"f32\""], .cacheType("f32")),
        (["embeddings": "true"], .embeddings), (["repack": "false"], .notArranged),
        (["mla_attn": "3", "repack": "true"], .arrangedWhenLoaded),
        (["mla_attn": "3", "repack": "false"], .predicted),
        (["ser": "\"6,1\"", "repack": "false"], .fewerExperts),
        (["model_type": "\"llama 8B IQ4_KS - 4.25 bpw\""], .format("IQ4_KS")),
        (["model_type": "\"llama 8B Q4_0_R8 - 4.5 bpw\""], .format("Q4_0_R8")),
        (["model_type": "\"llama 8B BF16_R16\""], .format("BF16_R16")),
        (["model_type": "\"qwen2 MoE 57B.A14B IQ4_XS - 4.25 bpw\""], .predicted),
        (["model_type": "\"llama 7B mostly Q4_0\""], .predicted),
        (["model_type": "\"gpt-oss 20B MXFP4 MoE\""], .predicted),
        (["model_type": "\"llama ?B all F32\""], .predicted),
        (["model_type": "\"llama 7B IQ3_S mix - 3.66 bpw\""], .predicted),
    ])
    func otherPathsAreNotPredicted(changes: [String: String], expected: RowUse) throws {
        #expect(try use(Self.prompt.merging(changes) { $1 }) == expected)
        #expect((expected.reason == nil) == (expected == .predicted))
    }

    @Test func attentionInALongCacheIsFlashAttention() throws {
        #expect(try use(["n_depth": "2048", "flash_attn": "false"]) == .attention(depth: 2048))
        #expect(try use(["n_depth": "2048", "flash_attn": "true"]) == .predicted)
    }

    @Test(arguments: [
        ("0x1", "false", 2, RowUse.fewerCPUs(1, threads: 2)), ("0xff", "false", 2, .predicted),
        ("", "false", 2, .predicted),
        ("x", "false", 2, .mask("x")), ("0x00", "true", 2, .predicted),
        // Both threads of the first core; then one of each.
        ("0x11", "false", 2, .fewerCores(1, threads: 2)), ("0x3", "false", 2, .predicted),
        ("0x33", "true", 3, .fewerCores(2, threads: 3)), ("0x13", "true", 2, .predicted),
        ("0xF", "true", 4, .predicted),
        ("0xF00", "false", 1, .fewerCores(0, threads: 1)),
    ])
    func masksAreHeldAgainstTheCores(mask: String, strict: String, threads: Int, expected: RowUse) throws {
        let changes = ["cpu_mask": "\"\(mask)\"", "cpu_strict": strict, "n_threads": "\(threads)"]
        #expect(try use(changes, on: RowMachine(Self.topology(nodes: 1))) == expected)
    }

    @Test func aMaskMayNotChooseAmongNodes() throws {
        let machine = RowMachine(Self.topology(nodes: 2))
        #expect(try use(["cpu_mask": "\"0x3\""], on: machine) == .someCores)
        #expect(try use(["cpu_mask": "\"0xF\""], on: machine) == .predicted)
    }

    @Test func anotherCPUsRowsAreTold() throws {
        let machine = RowMachine(Self.topology(nodes: 1))
        let other = try use(["cpu_info": "\"Apple M2\""], on: machine)
        #expect(other == .otherCPU("Apple M2", instead: "AMD EPYC"))
        #expect(try use(["cpu_info": "\"AMD EPYC 9755\""], on: machine) == .predicted)
        // What matters more is told first.
        #expect(
            try use(Self.card.merging(["cpu_info": "\"Apple M2\""]) { $1 }, on: machine).reason?.contains("CUDA")
                == true)
    }

    /// Four cores of two CPUs each, numbered core by core, then again.
    private static func topology(nodes: Int) -> TopologyDetails {
        let cores = (0..<4).map { Core(id: $0, package: 0, kind: 0, node: $0 * nodes / 4, pus: IDSet([$0, $0 + 4])) }
        var cpu = CPUIdentity()
        cpu.name = "AMD EPYC"
        return TopologyDetails(
            source: "a test", isThisMachine: false, cpu: cpu, packages: 1, cores: cores,
            coreKinds: [CoreKind(name: "uniform", cores: 4)], caches: [],
            nodes: (0..<nodes).map { id in
                NUMANode(id: id, memory: 1 << 30, pus: IDSet(cores.filter { $0.node == id }.flatMap(\.pus.ids)))
            },
            offlineCPUs: IDSet([]), usable: Usable(pus: IDSet(0..<8), nodes: IDSet(0..<nodes)),
            memoryModules: MemoryModules(modules: [], toldByHypervisor: false))
    }
}
