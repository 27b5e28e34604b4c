/// What `probe-bandwidth` knows beyond its measurements: where the arrays were and how that was proven.
package struct BandwidthDetails: Codable, Hashable, Sendable {
    package var placements: [ArrayPlacement]
    /// The seed of the arrays' values.
    package var seed: Int

    package init(placements: [ArrayPlacement], seed: Int) {
        self.placements = placements
        self.seed = seed
    }
}

/// Three arrays on one node.
package struct ArrayPlacement: Codable, Hashable, Sendable {
    package var node: Int
    /// Bytes of one array.
    package var arrayBytes: Int
    /// The sum of the L3 caches of the threads that use them, in bytes; nil where no L3 is known.
    package var cacheBytes: Int?
    /// How the memory came to the node: "mbind" or "first touch".
    package var placedBy: String
    /// Pages asked with move_pages, and how many of them were on the node. Both 0 where it could not be asked.
    package var pagesAsked: Int
    package var pagesOnNode: Int
    /// The share of the memory in huge pages; nil where the kernel does not tell.
    package var hugeShare: Double?

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
