import Catalog
import Quantities

/// A graphics card that one thinks of adding.
package struct GraphicsCard: Hashable, Sendable {
    /// Of its own memory.
    package let bandwidth: Bandwidth
    package let memory: ByteCount

    package init(bandwidth: Bandwidth, memory: ByteCount) {
        self.bandwidth = bandwidth
        self.memory = memory
    }
}

/// Generation where a card takes the layers that fit into its memory, and the processor the rest.
package struct CardForecast: Hashable, Sendable {
    /// Layers on the card, of all.
    package let layers: Int
    package let allLayers: Int
    /// Whether the output matrix is there too; as llama.cpp counts, it comes after all layers.
    package let hasOutput: Bool
    /// Nil where the rest does not fit into the machine's memory, or was not measured.
    package let generation: Estimate<TokenRate>?
}

extension FittedModel {
    /// Layers that fit into the card's memory, each with its part of the KV cache, are read at the card's bandwidth;
    /// the others take the time they take here. Times add: a token passes the layers one after the other.
    package func predict(_ demand: ModelDemand, _ scenario: Scenario, with card: GraphicsCard) -> CardForecast {
        let layers = demand.layers(within: card.memory, scenario)
        let (all, output) = (demand.model.layers, demand.bytes(of: .output))
        let used = demand.layerMemory(scenario) * Double(layers)
        let hasOutput = layers == all && ModelDemand.withSpare(used + output) <= Double(card.memory.bytes)
        let part = CardPart(layers: layers, output: hasOutput ? output : 0)
        let rest = demand.rest(after: part)
        let cardTime = demand.streamed(part, scenario) / card.bandwidth.value
        let context = max(scenario.context, scenario.prompt)
        let step =
            fits(rest, context: context, batch: scenario.batch)
            ? time(rest) { sum in sum.generation(scenario).map { cardTime + $0.total } } : nil
        return CardForecast(
            layers: layers, allLayers: all, hasOutput: hasOutput,
            generation: step.map { Self.rate(Double(scenario.batch), in: $0) })
    }
}

/// What the card takes: layers, and bytes of output matrix.
private struct CardPart {
    let layers: Int
    let output: Double
}

extension ModelDemand {
    /// A tenth more for an engine's own buffers, as everywhere.
    fileprivate static func withSpare(_ bytes: Double) -> Double { 1.1 * bytes }

    /// Bytes of a layer's weights and of its part of the KV cache.
    fileprivate func layerMemory(_ scenario: Scenario) -> Double {
        let cache = kvBytes(context: max(scenario.context, scenario.prompt), batch: scenario.batch)
        return (bytes(of: .always) + bytes(of: .expert) + cache) / Double(max(1, model.layers))
    }

    fileprivate func layers(within memory: ByteCount, _ scenario: Scenario) -> Int {
        let each = Self.withSpare(layerMemory(scenario))
        // In Double, since a tiny layer goes into any memory more often than Int counts.
        return each > 0 ? Int(min(Double(model.layers), Double(memory.bytes) / each)) : model.layers
    }

    /// Bytes that a step reads of what is on the card.
    fileprivate func streamed(_ part: CardPart, _ scenario: Scenario) -> Double {
        let experts = bytes(of: .expert) * touchedExperts(tokens: Double(scenario.batch))
        let cache = kvBytes(context: scenario.context, batch: scenario.batch)
        return (bytes(of: .always) + experts + cache) * share(part) + part.output
    }

    /// What is not on the card.
    fileprivate func rest(after part: CardPart) -> ModelDemand {
        let share = share(part)
        let left = matrices.compactMap { matrices -> Matrices? in
            if matrices.use == .output { return part.output > 0 ? nil : matrices }
            return Matrices(
                type: matrices.type, use: matrices.use, bytes: matrices.bytes * (1 - share),
                weights: matrices.weights * (1 - share), isTail: matrices.isTail)
        }
        let goneBytes = (bytes(of: .always) + bytes(of: .expert)) * share + part.output
        return ModelDemand(
            model: model.part(layers: model.layers - part.layers), format: format,
            fileSize: ByteCount(max(0, fileSize.bytes - Int(goneBytes))), matrices: left)
    }

    private func share(_ part: CardPart) -> Double { Double(part.layers) / Double(max(1, model.layers)) }

    fileprivate func bytes(of use: Use) -> Double {
        matrices.reduce(0) { $0 + ($1.use == use ? $1.bytes : 0) }
    }

    private func kvBytes(context: Int, batch: Int) -> Double {
        Double(model.kvCache(context: context)?.bytes ?? 0) * Double(batch)
    }
}
