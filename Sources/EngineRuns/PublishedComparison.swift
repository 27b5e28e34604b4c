import Catalog
import Quantities
import TokenModel

/// What one published run of a machine tells of its others: the fitted model where memory binds generation, so that
/// each token takes its bytes at one rate, and products bind prompts, so that each takes its operations at one rate.
package struct PublishedComparison: Sendable {
    /// Of one machine, placement and format.
    package let pairs: [Pair]
    /// Of one machine with another placement or format, of which the method promises nothing.
    package let unlike: [Pair]
    /// Runs that have no other to be compared with.
    package let alone: [Known]

    /// A run with what its model reads and multiplies for a token.
    package struct Known: Hashable, Sendable {
        package let run: PublishedRun
        /// Of weights, for each generated token; the whole file where the model is not known.
        package let bytesPerToken: ByteCount
        /// For each token of a prompt; nil where the model is not known.
        package let operations: Double?

        /// What generation streams.
        package var streamed: Bandwidth {
            Bandwidth(value: Double(bytesPerToken.bytes) * run.generationRate)
        }
    }

    /// One run told from another.
    package struct Pair: Hashable, Sendable {
        package let from: Known
        package let of: Known

        /// Tokens per second, generated.
        package var generation: Double { from.streamed.value / Double(of.bytesPerToken.bytes) }
        package var generationError: Double { generation / of.run.generationRate - 1 }

        /// Tokens per second of a prompt; nil where a source tells none, or a model is not known.
        package var prompt: Double? {
            guard let rate = from.run.promptRate, let known = from.operations, let asked = of.operations else {
                return nil
            }
            return rate * known / asked
        }
        package var promptError: Double? {
            guard let prompt, let measured = of.run.promptRate else { return nil }
            return prompt / measured - 1
        }
    }

    package init(_ runs: [PublishedRun], _ catalog: Catalog) {
        let known = runs.map { Known($0, catalog) }
        let all = known.flatMap { from in
            known.filter { $0 != from && $0.run.machine == from.run.machine }.map { Pair(from: from, of: $0) }
        }
        let isAlike = { (pair: Pair) in
            pair.from.run.format == pair.of.run.format && pair.from.run.placement == pair.of.run.placement
        }
        pairs = all.filter(isAlike)
        unlike = all.filter { !isAlike($0) }
        alone = known.filter { run in !all.contains { $0.of == run } }
    }
}

extension PublishedComparison.Known {
    /// A prompt of the middle of LocalScore's nine shapes.
    private static let promptLength = 1024

    fileprivate init(_ run: PublishedRun, _ catalog: Catalog) {
        self.run = run
        guard let model = catalog.models.first(where: { $0.name == run.model }),
            let format = catalog.format(run.format),
            let demand = ModelDemand(model, format)
        else {
            bytesPerToken = run.fileSize
            operations = nil
            return
        }
        bytesPerToken = demand.bytesPerToken
        operations = OperationCount.matrixProducts.prompt(model, length: Self.promptLength)
    }
}
