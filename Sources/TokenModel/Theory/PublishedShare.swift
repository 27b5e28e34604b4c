import Catalog
import Quantities

/// How much of a machine's theory a published run reached.
package struct PublishedShare: Hashable, Sendable {
    package let run: PublishedRun
    /// The CPU's name in the catalogue; nil where it does not know it.
    package let processor: String?
    /// "server", "desktop"…; nil where the catalogue does not know the machine.
    package let category: String?
    /// What theory allows where it ran: as the source tells it, else from the catalogue; nil where neither knows.
    package let theory: Bandwidth?
    /// Whether the source tells it.
    package let isTheoryPublished: Bool
    /// What generation streamed by the file's size, as people reckon, and by the bytes that a token reads.
    package let fileStream: Bandwidth
    package let stream: Bandwidth
    /// Operations per second of prompts over the INT8 peak at the base clock; nil where one of them is not known.
    package let promptShare: Double?

    /// Streamed bytes over theory; nil where theory is not known.
    package var streamShare: Double? { theory.map { stream / $0 } }
    package var fileShare: Double? { theory.map { fileStream / $0 } }
}

extension PublishedShare {
    /// Whether it ran on this very CPU.
    package func isOf(_ facts: MachineFacts) -> Bool { processor != nil && processor == facts.processor }

    /// A prompt of the middle of LocalScore's nine shapes.
    private static let promptLength = 1024

    package init(_ run: PublishedRun, _ catalog: Catalog) {
        let machine = catalog.machine(named: run.machine)
        let facts = machine.map { MachineFacts($0, catalog: catalog, name: run.machine) }
        self.run = run
        processor = machine?.processor?.name
        category = machine?.platform.category
        isTheoryPublished = run.theoreticalGBs != nil
        let sockets = run.placement == "one node" ? 1 : machine?.sockets ?? 1
        theory =
            run.theoreticalGBs.map { Bandwidth(gigabytesPerSecond: $0) }
            ?? facts?.bandwidthPerSocket.map { $0 * Double(sockets) }
        fileStream = Bandwidth(value: Double(run.fileSize.bytes) * run.generationRate)
        let model = catalog.models.first { $0.name == run.model }
        let demand = model.flatMap { model in catalog.format(run.format).flatMap { ModelDemand(model, $0) } }
        stream = demand.map { Bandwidth(value: Double($0.bytesPerToken.bytes) * run.generationRate) } ?? fileStream
        let perSocket = facts.flatMap { facts in
            facts.peak("int8").map { $0 / Double(max(1, facts.sockets?.value ?? 1)) }
        }
        let operations = model.flatMap { OperationCount.matrixProducts.prompt($0, length: Self.promptLength) }
        promptShare = run.promptRate.flatMap { rate in
            guard let perSocket, let operations else { return nil }
            return rate * operations / (perSocket.value * Double(sockets))
        }
    }
}

/// What machines of a class reached of their theory.
package struct ReachedShare: Hashable, Sendable {
    /// "server"; "any class" where too few of the class are known.
    package let category: String
    /// Names of the machines it was seen on.
    package let machines: [String]
    /// Streamed bytes over theoretical bandwidth.
    package let stream: Estimate<Double>
    /// Operations of prompts over the INT8 peak of vectors, and the machines that it was seen on; nil where no source
    /// tells.
    package let prompt: Estimate<Double>?
    package let promptMachines: [String]
}

extension ReachedShare {
    /// The spread of published runs on machines of a class: the lowest, the middle and the highest; nil of none. Of two
    /// machines at least: where fewer of the class are known, those of all classes.
    package init?(of category: String?, among shares: [PublishedShare]) {
        // With threads on two sockets and the model on one, a machine shows its placement, not its memory.
        let placed = shares.filter { $0.run.placement != "both nodes" }
        let streams = Self.chosen(placed.filter { $0.streamShare != nil }, category)
        guard let stream = Self.spread(streams.compactMap(\.streamShare)) else { return nil }
        self.stream = stream
        machines = Self.machines(streams)
        self.category = streams.allSatisfy { $0.category == category } ? category ?? "any class" : "any class"
        let prompts = Self.chosen(placed.filter { $0.promptShare != nil }, category)
        prompt = Self.spread(prompts.compactMap(\.promptShare))
        promptMachines = Self.machines(prompts)
    }

    private static func chosen(_ shares: [PublishedShare], _ category: String?) -> [PublishedShare] {
        let own = shares.filter { $0.category == category }
        return machines(own).count >= 2 ? own : shares
    }

    private static func machines(_ shares: [PublishedShare]) -> [String] {
        shares.map(\.run.machine).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private static func spread(_ shares: [Double]) -> Estimate<Double>? {
        let sorted = shares.sorted()
        guard let low = sorted.first, let high = sorted.last else { return nil }
        return Estimate(median: (sorted[sorted.count / 2] + sorted[(sorted.count - 1) / 2]) / 2, low: low, high: high)
    }
}
