import ModelFiles
import TokenModel

/// What llama-bench measured, as far as it can be set against predictions.
package struct MatchedRuns: Sendable {
    package private(set) var runs: [EngineRun] = []
    package private(set) var leftOut: [LeftOut] = []

    /// A row that nothing can be learnt from, and why.
    package struct LeftOut: Hashable, Sendable {
        /// "llama-1b.gguf, pp512 at depth 2048, 2 threads".
        package let name: String
        package let reason: String
    }

    /// Runs whose models are known already.
    package init(_ runs: [EngineRun] = []) { self.runs = runs }

    /// Takes in the rows of one file.
    /// - Parameter engine: what tells its build of the engine from those of other files.
    package mutating func add(_ rows: [LlamaBenchRow], engine: String, _ matcher: ModelMatcher) {
        for row in rows {
            do {
                runs.append(try Self.run(row, engine, matcher))
            } catch {
                leftOut.append(LeftOut(name: row.name, reason: error.reason))
            }
        }
    }

    private struct Unusable: Error {
        let reason: String
    }

    private static func run(_ row: LlamaBenchRow, _ engine: String, _ matcher: ModelMatcher) throws(Unusable)
        -> EngineRun
    {
        if let reason = row.reasonNotPredicted { throw Unusable(reason: reason) }
        let demand: ModelDemand
        do {
            demand = try matcher.demand(of: row)
        } catch {
            throw Unusable(reason: error.reason)
        }
        let spread = row.rateDeviation.map { $0 / row.rate } ?? 0
        guard row.prompt > 0 else {
            // Its figure is of all tokens that it generated, the last of which attends to the others too.
            let context = row.depth + row.generated / 2
            return EngineRun(
                engine: engine, demand: demand, scenario: Scenario(context: context), phase: .generation,
                threads: row.threads,
                depth: row.depth, numa: row.usedNUMA, measured: row.rate, spread: spread)
        }
        return EngineRun(
            engine: engine, demand: demand, scenario: Scenario(prompt: row.prompt), phase: .prompt,
            threads: row.threads,
            numa: row.usedNUMA, measured: row.rate, spread: spread)
    }
}

extension LlamaBenchRow {
    /// As llama-bench's own table calls its tests, with what was set.
    fileprivate var name: String {
        let file = modelFilename.split(separator: "/").last.map(String.init) ?? modelFilename
        let parts = [prompt > 0 ? "pp\(prompt)" : nil, generated > 0 ? "tg\(generated)" : nil].compactMap(\.self)
        return "\(file), \(parts.joined(separator: "+"))" + (depth > 0 ? " at depth \(depth)" : "") + ", "
            + (threads == 1 ? "1 thread" : "\(threads) threads")
    }

    fileprivate var usedNUMA: String? { numa.flatMap { ["", "disabled"].contains($0) ? nil : $0 } }

    /// Nil where the model predicts such a row.
    fileprivate var reasonNotPredicted: String? {
        if prompt > 0, generated > 0 { return "a prompt and generation together are not told apart" }
        if prompt > 0, depth > 0 { return "prompts are predicted into an empty cache only" }
        if let gpu { return "it ran on \(gpu), and predictions are of CPUs" }
        let types = [keyType, valueType].compactMap(\.self).filter { $0 != "f16" }
        if let type = types.first { return "a KV cache in \(type) is not predicted" }
        return nil
    }

    /// The backend that took layers; nil where only CPUs did. Builds without a GPU's backend tell of layers too.
    private var gpu: String? {
        guard gpuLayers != 0 else { return nil }
        let others = (backends ?? "").split(separator: ",").filter { !["CPU", "BLAS"].contains($0) }
        return others.isEmpty ? nil : others.joined(separator: ", ")
    }
}
