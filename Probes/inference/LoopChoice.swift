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
    private static let known = VectorLoop.formats

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
        // What most mixtures' experts are quantized to.
        let expertFormat = "Q4_K"
        if isAsked(.expertGather, expertFormat) {
            if let kernel = DotKernel.best(format: expertFormat, within: sets) {
                choice.loops.append(ExpertLoop(kernel))
            } else {
                choice.miss(.expertGather, expertFormat, Self.obstacle(expertFormat, isRestricted: isRestricted))
            }
        }
        for operation in [InferenceOperation.matrixMatrix, .attention] where operations.contains(operation) {
            choice.miss(operation, nil, "no loop for it is written yet")
        }
        return choice
    }

    private static func obstacle(_ format: String, isRestricted: Bool) -> String {
        guard DotKernel.all.contains(where: { $0.format == format }) else {
            return "no loop for it is written on this architecture"
        }
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
