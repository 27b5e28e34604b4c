/// A circumstance that limits what a figure means. Its text says what it does to the figures and what to do about it.
package struct Caveat: Hashable, Sendable {
    /// What it is; nil where a newer program wrote a kind that this one does not know.
    package let kind: Kind?
    /// What it does to the figures, and what to do.
    package let text: String

    package init(_ kind: Kind) {
        self.kind = kind
        text = kind.text
    }

    /// The kinds of caveat, with the values their text is made from. Sizes are in bytes, shares from 0 to 1.
    package enum Kind: Codable, Hashable, Sendable {
        case virtualMachine(hypervisor: String)
        case container(name: String)
        case cpuQuota(cpus: Double)
        case fewerCPUsAllowed(allowed: Int, existing: Int)
        case fewerNodesAllowed(allowed: IDSet, existing: IDSet)
        case numaBalancing
        case transparentHugePagesOff
        case pageSizeMixed(nodes: IDSet, hugeShare: Double)
        case governor(name: String)
        case busyMachine(busy: Double, cpus: Int)
        case arraysLimited(nodes: IDSet, used: Int, cacheMultiple: Double, limit: String)
        case placedByFirstTouch(nodes: IDSet, reason: String)
        case placementUnproven(reason: String, grounds: String)
        case noisy(figures: Int, of: Int, worst: String, disturbed: Int, samples: Int)
        case unsteady(figures: Int, of: Int, worst: String, halfWidth: Double)
        case fewSamples(figures: Int, of: Int, worst: String, confidence: Double)
        case throttled(figures: Int, of: Int, worst: String, share: Double, cpus: Double?)
        case takenAway(lost: TakenAway, figures: Int, of: Int, names: [String])
        case machineChanged(cpusGone: IDSet, cpusNew: IDSet, nodesGone: IDSet, nodesNew: IDSet)
        case memoryToldByHypervisor
        case changedDuringRun(figure: String, first: Double, later: Double, unit: String)
        case cacheSizeDiffers(curve: String, level: String?, told: Int?, seen: Int)
        case storageIsMemory(fileSystem: String)
        case storageCachedElsewhere(fileSystem: String)
        case storageFileLimited(used: Int, limit: String)
        case storageFileInCaches(used: Int, caches: Int)
    }
}

extension Caveat {
    /// Whether the figures it stands with were disturbed while they were taken; `--strict` makes that an error.
    package var isNoise: Bool {
        switch kind {
        case .noisy, .unsteady, .busyMachine, .fewSamples, .changedDuringRun, .throttled, .takenAway: true
        default: false
        }
    }
}

extension Caveat: Codable {
    private enum CodingKeys: String, CodingKey { case kind, text }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        text = try container.decode(String.self, forKey: .text)
        kind = try? container.decode(Kind.self, forKey: .kind)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(kind, forKey: .kind)
        try container.encode(text, forKey: .text)
    }
}
