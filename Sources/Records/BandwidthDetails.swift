/// What `probe-bandwidth` knows beyond its measurements: where the arrays were and how that was proven.
package struct BandwidthDetails: Codable, Hashable, Sendable {
    package var placements: [ArrayPlacement]
    /// The seed of the arrays' values.
    package var seed: Int
    /// The caches of one core as the system tells them and as its read curve shows them; nil where no curve was
    /// measured.
    package var levels: [CacheLevel]?
    /// What was planned before the start; nil in records of before there were plans.
    package var plan: [PlannedStudy]?

    package init(
        placements: [ArrayPlacement], seed: Int, levels: [CacheLevel]? = nil, plan: [PlannedStudy]? = nil
    ) {
        self.placements = placements
        self.seed = seed
        self.levels = levels
        self.plan = plan
    }
}

/// A part of a run as it was planned.
package struct PlannedStudy: Codable, Hashable, Sendable {
    /// The part's name: "matrix".
    package var study: String
    /// How many figures it has.
    package var cells: Int
    /// About how long it takes where the machine is quiet, in seconds; a busy one takes more, up to the budget.
    package var seconds: Double
    /// Figures that there is no time for; nil where there is for all.
    package var leftOut: Int?

    package init(study: String, cells: Int, seconds: Double, leftOut: Int? = nil) {
        self.study = study
        self.cells = cells
        self.seconds = seconds
        self.leftOut = leftOut
    }
}

/// Three arrays on one node, or interleaved over several.
package struct ArrayPlacement: Codable, Hashable, Sendable {
    /// The node; the first of several.
    package var node: Int
    /// The nodes that the pages lie on in turn; nil where it is one.
    package var nodes: IDSet?
    /// The part of the run that uses them, where it is not all: "interleaved", "pages".
    package var study: String?
    /// Bytes of one array.
    package var arrayBytes: Int
    /// The sum of the L3 caches of the threads that use them, in bytes; nil where no L3 is known.
    package var cacheBytes: Int?
    /// How the memory came to the node: "mbind" or "first touch".
    package var placedBy: String
    /// Pages asked with move_pages, and how many of them were on the node. Both 0 where it could not be asked.
    package var pagesAsked: Int
    package var pagesOnNode: Int
    /// The share of the memory in transparent huge pages; nil where the kernel does not tell.
    package var hugeShare: Double?
    /// The page size obtained: "2 MiB"; nil where the kernel does not tell.
    package var pageSize: String?

    package init(
        node: Int, arrayBytes: Int, cacheBytes: Int?, placedBy: String, pagesAsked: Int, pagesOnNode: Int,
        hugeShare: Double?
    ) {
        self.node = node
        self.arrayBytes = arrayBytes
        self.cacheBytes = cacheBytes
        self.placedBy = placedBy
        self.pagesAsked = pagesAsked
        self.pagesOnNode = pagesOnNode
        self.hugeShare = hugeShare
    }
}
