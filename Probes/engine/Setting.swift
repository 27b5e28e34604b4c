import Engines

/// A setting that may be faster than what llama-bench does of itself.
struct Setting: Hashable {
    /// As llama-bench takes it: "-ub"; "numactl" of what is put before the program.
    let option: String
    let value: String
    /// What it is tried against.
    let usual: String
    let arguments: [String]
    var launcher: [String] = []

    init(_ option: String, _ value: String, insteadOf usual: String, more: [String] = []) {
        self.option = option
        self.value = value
        self.usual = usual
        arguments = [option, value] + more
    }

    /// Nodes of memory and cores, by a program that is put before.
    init(numactl value: String, more: [String] = []) {
        option = "numactl"
        self.value = value
        usual = "nothing"
        arguments = more
        launcher = ["numactl"] + value.split(separator: " ").map(String.init)
    }
}

/// What settings are tried on.
struct Trying: Hashable {
    /// "generation after 512 tokens".
    let name: String
    /// Of the model that is run.
    let shape: EngineModel.Shape
    let test: EngineTest
    let settings: [Setting]
}

extension Trying {
    /// What can matter at all on a machine, with the options that a build knows; those first that matter most.
    /// - Parameters:
    ///   - ownThreads: as many as llama-bench takes of itself.
    ///   - depth: of a context that attention is tried on.
    static func all(_ build: EngineBuild, _ plan: EnginePlan, ownThreads: Int, depth: Int) -> [Trying] {
        let threads = plan.threadChoices(besides: ownThreads).map {
            Setting("-t", "\($0)", insteadOf: "\(ownThreads)")
        }
        let places = nodes(build, plan)
        return [
            Trying("generation", .usual, generation(), threads + loading(build) + places),
            Trying("prompt of 512", .usual, prompt(build), threads + batches + places),
            Trying("generation after \(depth) tokens", .thin, generation(depth: depth), attention(build)),
            Trying("prompt of 512", .thin, prompt(build), flash(build)),
        ].filter { !$0.settings.isEmpty }
    }

    private init(_ name: String, _ shape: EngineModel.Shape, _ test: EngineTest, _ settings: [Setting]) {
        (self.name, self.shape, self.test, self.settings) = (name, shape, test, settings)
    }

    private static func generation(depth: Int = 0) -> EngineTest {
        var test = EngineTest(threads: [])
        (test.generated, test.depth, test.repetitions) = (16, depth, 2)
        return test
    }

    private static func prompt(_ build: EngineBuild) -> EngineTest {
        var test = EngineTest(threads: [])
        test.prompts = [512]
        if build.knows("--no-warmup") { test.settings = ["--no-warmup"] }
        return test
    }

    /// 512 are processed at once otherwise.
    private static let batches = [128, 256].map { Setting("-ub", "\($0)", insteadOf: "512") }

    private static func loading(_ build: EngineBuild) -> [Setting] {
        if build.knows("--load-mode") { return [Setting("--load-mode", "none", insteadOf: "auto")] }
        return build.knows("--mmap") ? [Setting("--mmap", "0", insteadOf: "1")] : []
    }

    private static func flash(_ build: EngineBuild) -> [Setting] {
        guard build.knows("--flash-attn") else { return [] }
        // Since there is "auto" it is on wherever it can be.
        return build.hasAutomaticFlashAttention
            ? [Setting("-fa", "off", insteadOf: "auto")] : [Setting("-fa", "1", insteadOf: "0")]
    }

    private static func attention(_ build: EngineBuild) -> [Setting] {
        let on = build.hasAutomaticFlashAttention ? [] : ["-fa", "1"]
        return flash(build) + [Setting("-ctk", "q8_0", insteadOf: "f16", more: ["-ctv", "q8_0"] + on)]
    }

    private static func nodes(_ build: EngineBuild, _ plan: EnginePlan) -> [Setting] {
        guard plan.nodes.count > 1, let first = plan.nodes.first, build.knows("--numa") else { return [] }
        let own = ["distribute", "isolate"].map { Setting("--numa", $0, insteadOf: "disabled") }
        guard (try? EngineProgram(named: "numactl", by: "program")) != nil else { return own }
        return own + [
            Setting(numactl: "--interleave=all", more: ["--numa", "numactl"]),
            Setting(numactl: "--cpunodebind=\(first) --membind=\(first)", more: ["--numa", "numactl"]),
        ]
    }
}

extension EnginePlan {
    /// Half the cores, all of them, and all threads.
    fileprivate func threadChoices(besides own: Int) -> [Int] {
        Set(threads + [max(1, cores / 2), max(1, cores - 1)]).subtracting([own]).sorted(by: >)
    }
}
