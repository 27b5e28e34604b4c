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
    /// Whether theory is of this machine, and not the lower end of what its family can have.
    package let isTheoryExact: Bool
    /// What generation streamed: the file's size at each token.
    package let stream: Bandwidth
    /// Operations per second of prompts over the INT8 peak at the base clock; nil where one of them is not known.
    package let promptShare: Double?

    /// Streamed bytes over theory; nil where theory is not known.
    package var streamShare: Double? { theory.map { stream / $0 } }
    /// Measured bandwidth over theory; nil where either is not known.
    package var measuredShare: Double? {
        theory.flatMap { theory in run.measuredGBs.map { $0 / theory.gigabytesPerSecond } }
    }
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
        let sockets = run.placement == "one node" ? 1 : machine?.sockets ?? 1
        let told = run.theoreticalGBs.map { Bandwidth(gigabytesPerSecond: $0) }
        // Sources tell what the memory gives; the fabric may carry less.
        let isFabricKnown = facts?.chiplets?.range == nil && facts?.readBytesPerClock?.range == nil
        let fabric = isFabricKnown ? facts?.fabric.map { $0 / Double(max(1, machine?.sockets ?? 1)) } : nil
        theory =
            told.map { SimpleModel.theoreticalBandwidth(dram: $0, fabric: fabric.map { $0 * Double(sockets) }) }
            ?? facts?.bandwidthPerSocket.map { $0 * Double(sockets) }
        isTheoryExact = told != nil || facts?.highest == nil
        stream = Bandwidth(value: Double(run.fileSize.bytes) * run.generationRate)
        let model = catalog.models.first { $0.name == run.model }
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
        let streams = Self.chosen(placed.filter { $0.streamShare != nil && $0.isTheoryExact }, category)
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
