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
    /// - Parameters:
    ///   - engine: what tells its build of the engine from those of other files.
    ///   - machine: where they are said to have been measured; nil where that is not looked at.
    package mutating func add(
        _ rows: [LlamaBenchRow], engine: String, _ matcher: ModelMatcher, on machine: RowMachine? = nil
    ) {
        for row in rows {
            if let reason = RowUse(of: row, on: machine).reason {
                leftOut.append(LeftOut(name: row.name, reason: reason))
                continue
            }
            let build = row.engine == .llamaCpp ? engine : "\(engine) (\(row.engine.rawValue))"
            do {
                runs.append(try Self.run(row, build, matcher))
            } catch {
                leftOut.append(LeftOut(name: row.name, reason: error.reason))
            }
        }
    }

    /// Leaves out runs, each for its reason; nil keeps one.
    package mutating func leaveOut(_ reason: (EngineRun) -> String?) {
        var kept: [EngineRun] = []
        for run in runs {
            if let reason = reason(run) {
                leftOut.append(LeftOut(name: run.name, reason: reason))
            } else {
                kept.append(run)
            }
        }
        runs = kept
    }

    private struct Unusable: Error {
        let reason: String
    }

    private static func run(_ row: LlamaBenchRow, _ engine: String, _ matcher: ModelMatcher) throws(Unusable)
        -> EngineRun
    {
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
        let parts = [prompt > 0 ? "pp\(prompt)" : nil, generated > 0 ? "tg\(generated)" : nil].compactMap(\.self)
        return "\(baseName), \(parts.joined(separator: "+"))" + (depth > 0 ? " at depth \(depth)" : "") + ", "
            + (threads == 1 ? "1 thread" : "\(threads) threads")
    }

    /// Of the model's file, wherever it was: Windows parts folders its own way.
    var baseName: String {
        modelFilename.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? modelFilename
    }

    fileprivate var usedNUMA: String? { numa.flatMap { ["", "disabled"].contains($0) ? nil : $0 } }
}
