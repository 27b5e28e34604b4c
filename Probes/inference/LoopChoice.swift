import ArgumentParser
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

    /// Every name that --formats may have.
    private static let known = VectorLoop.formats + MatrixLoop.types.map(\.rawValue)
    /// Of a KV cache, those first that engines use most.
    private static let cacheFormats = ["F16", "Q8_0"]

    /// Tokens that are processed at once: from one user's generation to a prompt's.
    private var batches: [Int] { quick ? [1, 32, 512] : [1, 4, 8, 32, 128, 512] }
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
                choice.loops += [VectorLoop(kernel), VectorLoop(kernel, cacheBytes: cacheBytes)]
            } else {
                choice.miss(.matrixVector, format, Self.obstacle(format, isRestricted: isRestricted))
            }
        }
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

        mutating func miss(_ operation: InferenceOperation, _ format: String?, _ reason: String) {
            missing.append(.init(operation: operation, format: format, reason: reason))
        }
    }
}
