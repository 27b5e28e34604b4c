import ArgumentParser
import Catalog
import Kernels
import Machine
import Records
import Workloads

/// Which loops are measured, and why others are not.
struct LoopChoice {
    let operations: [InferenceOperation]
    /// Only these, in any case; all where it is nil.
    let formats: [String]?
    let quick: Bool
    /// Whose loops are stood for.
    let engine: Engine?

    /// Every name that --formats may have.
    private static let known = VectorLoop.formats + MatrixLoop.types.map(\.rawValue)
    /// Of a KV cache, those first that engines use most.
    private static let cacheFormats = ["F16", "Q8_0"]

    /// Tokens that are processed at once: from one user's generation to a prompt's.
    private var batches: [Int] { quick ? [1, 32, 512] : [1, 32, 512] }
    /// Tokens of a prompt that an engine's loops are given: few of a server's sequences, and a whole prompt.
    private var promptBatches: [Int] { quick ? [128] : [4, 32, 512] }
    /// Tokens in the KV cache.
    private var contexts: [Int] { quick ? [512, 8192] : [512, 2048, 8192, 32_768] }

    /// - Throws: a usage error for a format that does not exist.
    func checkNames() throws {
        for name in formats ?? [] where !Self.known.contains(where: { Self.same($0, name) }) {
            throw ValidationError(
                "--formats \(name): there is no such name; there are \(Self.known.joined(separator: ", "))")
        }
    }

    private static func same(_ one: String, _ other: String) -> Bool { one.lowercased() == other.lowercased() }

    private func isAsked(_ operation: InferenceOperation, _ format: String) -> Bool {
        operations.contains(operation) && formats?.contains { Self.same($0, format) } ?? true
    }

    /// The loops, those first that tell most, and what there is no loop for.
    /// - Parameters:
    ///   - sets: instruction sets that may be used.
    ///   - isRestricted: whether a user named them.
    ///   - cacheBytes: what each thread keeps in its own cache.
    func loops(in sets: [InstructionSet], isRestricted: Bool, cacheBytes: Int) -> Choice {
        var choice = Choice()
        for format in VectorLoop.formats where isAsked(.matrixVector, format) {
            if let kernel = DotKernel.best(format: format, within: sets) {
                choice.loops.append(VectorLoop(kernel))
                // Where an engine's loop tells what cores do with weights in cache, the best one need not.
                if !hasPath(format, sets) { choice.loops.append(VectorLoop(kernel, cacheBytes: cacheBytes)) }
            } else {
                choice.miss(.matrixVector, format, Self.obstacle(format, isRestricted: isRestricted))
            }
        }
        addPaths(&choice, in: sets, isRestricted: isRestricted, cacheBytes: cacheBytes)
        addMatrices(&choice, in: Set(sets), isRestricted: isRestricted)
        addAttention(&choice, in: Set(sets), isRestricted: isRestricted)
        // What most mixtures' experts are quantized to.
        let expertFormat = "Q4_K"
        if isAsked(.expertGather, expertFormat) {
            if let kernel = DotKernel.best(format: expertFormat, within: sets) {
                choice.loops.append(ExpertLoop(kernel))
            } else {
                choice.miss(.expertGather, expertFormat, Self.obstacle(expertFormat, isRestricted: isRestricted))
            }
        }
        return choice
    }

    /// Of a type of number for which tiles are fastest, vectors are measured too: most builds of engines use those.
    private func addMatrices(_ choice: inout Choice, in sets: Set<InstructionSet>, isRestricted: Bool) {
        for type in MatrixLoop.types where isAsked(.matrixMatrix, type.rawValue) {
            let kernels = [sets, sets.subtracting([.amx])].compactMap { MatrixKernel.best(type, within: $0) }
            if kernels.isEmpty {
                let exists = MatrixKernel.all.contains { $0.numberType == type }
                choice.miss(.matrixMatrix, type.rawValue, Self.obstacle(exists: exists, isRestricted: isRestricted))
            }
            let isOne = Set(kernels.map(\.instructionSet)).count < 2
            for kernel in kernels.prefix(isOne ? 1 : 2) {
                choice.loops += batches.map { MatrixLoop(kernel, batch: $0) }
            }
        }
    }

    /// The loops that stand for those which an engine would take with these instruction sets, each once.
    private func addPaths(
        _ choice: inout Choice, in sets: [InstructionSet], isRestricted: Bool, cacheBytes: Int
    ) {
        guard let engine else { return }
        let features = Self.features(sets)
        choice.engine = .init(name: engine.name, features: features.sorted())
        for format in VectorLoop.formats {
            if isAsked(.engineGeneration, format) {
                if let kernel = Self.kernel(engine, format, .generation, features) {
                    choice.loops += [PathLoop(kernel), PathLoop(kernel, cacheBytes: cacheBytes)]
                } else {
                    choice.miss(.engineGeneration, format, Self.noLoop(engine, isRestricted))
                }
            }
            // Where a prompt's tokens are multiplied one after the other, generation's loop tells.
            if isAsked(.enginePrompt, format), let kernel = Self.kernel(engine, format, .prompt, features) {
                choice.loops += promptBatches.map { PathLoop(kernel, batch: $0) }
            }
        }
        addLesserBuild(&choice, engine, features)
    }

    /// Of an engine's builds those without AMX are most, and its loops have a layout of their own: what tiles would do,
    /// the best products tell.
    private static func features(_ sets: [InstructionSet]) -> Set<String> {
        sets.reduce(into: Set<String>()) { $0.formUnion($1.features) }.subtracting(["amx_int8", "amx_bf16"])
    }

    /// Where there is more than AVX2, what a build for AVX2 alone would do with prompts.
    private func addLesserBuild(_ choice: inout Choice, _ engine: Engine, _ features: Set<String>) {
        let lesser = InstructionSet.avx2.features
        guard features.isStrictSuperset(of: lesser), !quick else { return }
        for format in Self.comparedFormats where isAsked(.enginePrompt, format) {
            if let kernel = Self.kernel(engine, format, .prompt, lesser),
                kernel.instructionSet != Self.kernel(engine, format, .prompt, features)?.instructionSet
            {
                choice.loops.append(PathLoop(kernel, batch: 512, build: InstructionSet.avx2.rawValue))
            }
        }
    }

    /// One of each kind of product.
    private static let comparedFormats = ["Q4_K", "Q8_0", "F16"]

    private func hasPath(_ format: String, _ sets: [InstructionSet]) -> Bool {
        let features = Self.features(sets)
        return engine.flatMap { Self.kernel($0, format, .generation, features) } != nil
    }

    private static func kernel(
        _ engine: Engine, _ format: String, _ operation: Engine.Operation, _ features: Set<String>
    ) -> PathKernel? {
        guard let path = engine.path(format, operation, features: features) else { return nil }
        return PathKernel.all.first {
            $0.format == format && $0.path.rawValue == path.path && $0.instructionSet.rawValue == path.loop
                && $0.takesTokens == (operation == .prompt) && $0.instructionSet.isSupported
        }
    }

    private static func noLoop(_ engine: Engine, _ isRestricted: Bool) -> String {
        "no loop is written for the path that \(engine.name) takes for it "
            + (isRestricted ? "in the instruction sets asked for with --isa" : "on this CPU")
    }

    private func addAttention(_ choice: inout Choice, in sets: Set<InstructionSet>, isRestricted: Bool) {
        for format in Self.cacheFormats where isAsked(.attention, format) {
            if let kernel = AttentionKernel.best(format: format, within: sets) {
                choice.loops += contexts.map { AttentionLoop(kernel, context: $0) }
            } else {
                let exists = AttentionKernel.all.contains { $0.format == format }
                choice.miss(.attention, format, Self.obstacle(exists: exists, isRestricted: isRestricted))
            }
        }
    }

    private static func obstacle(_ format: String, isRestricted: Bool) -> String {
        obstacle(exists: DotKernel.all.contains { $0.format == format }, isRestricted: isRestricted)
    }

    private static func obstacle(exists: Bool, isRestricted: Bool) -> String {
        guard exists else { return "no loop for it is written for this architecture" }
        return isRestricted
            ? "no loop for it is written in the instruction sets asked for with --isa"
            : "this CPU has none of the instruction sets that a loop for it is written in"
    }

    /// What was chosen.
    struct Choice {
        var loops: [any InferenceLoop] = []
        var missing: [InferenceDetails.Missing] = []
        var engine: InferenceDetails.Engine?

        mutating func miss(_ operation: InferenceOperation, _ format: String?, _ reason: String) {
            missing.append(.init(operation: operation, format: format, reason: reason))
        }
    }
}
