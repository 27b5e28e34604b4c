import Records

/// What the kernel says of where a mapping's touched pages are, and what follows for figures taken on them.
package struct PlacementProof: Sendable {
    /// Pages asked about, and how many of them are where they belong; both 0 where it could not be asked.
    package private(set) var pagesAsked = 0
    package private(set) var pagesInPlace = 0
    /// The page sizes obtained; nil where the kernel does not tell.
    package let pages: ObtainedPages?
    /// How the memory came to its place: "mbind" or "first touch".
    package let placedBy: String
    /// Why figures must not be printed as this place's; nil where they may be.
    package private(set) var obstacle: String?
    /// Whether that is for want of a permission.
    package private(set) var isForbidden = false
    package private(set) var caveats: [Caveat.Kind] = []

    /// - Parameters:
    ///   - parts: what was touched, as offsets in bytes from the base.
    ///   - hasOneNode: whether memory can only be on one node of this machine.
    package init(_ memory: borrowing BoundMemory, parts: [Range<Int>], hasOneNode: Bool) {
        pages = memory.obtainedPages()
        placedBy = memory.unbound == nil ? "mbind" : "first touch"
        let place = memory.place
        let refusal = memory.unbound?.explained
        do {
            let census = try memory.census(parts)
            pagesAsked = census.asked
            pagesInPlace = census.count(on: place.nodes)
            judge(place, refusal: refusal)
            if case .interleaved(let nodes) = place, obstacle == nil { judgeShares(census, nodes) }
        } catch {
            unproven(place, refusal: refusal, reason: error.explained, hasOneNode: hasOneNode)
        }
        if let share = pages?.hugeShare, share > 0, share < 0.9 {
            caveats.append(.pageSizeMixed(nodes: place.nodes, hugeShare: share))
        }
    }

    private mutating func judge(_ place: MemoryPlace, refusal: String?) {
        if pagesInPlace < pagesAsked {
            obstacle =
                "only \(pagesInPlace) of \(pagesAsked) pages are on node \(place.nodes): it ran out of memory, or "
                + "the binding was ignored. Free memory on the node and repeat"
        } else if let refusal {
            // First touch puts pages on one node, which is the right one by the census; it cannot interleave them.
            switch place {
            case .interleaved: obstacle = "memory cannot be interleaved (\(refusal))"
            case .node: caveats.append(.placedByFirstTouch(nodes: place.nodes, reason: refusal))
            }
        }
    }

    /// A node that is full gives no pages, and the kernel takes them elsewhere without a word.
    private mutating func judgeShares(_ census: PageCensus, _ nodes: IDSet) {
        guard let uneven = census.unevenNode(among: nodes) else { return }
        obstacle =
            "the pages are not spread evenly: node \(uneven) has \(census.byNode[uneven] ?? 0) of \(census.asked). "
            + "Free memory on the full nodes and repeat"
    }

    private mutating func unproven(_ place: MemoryPlace, refusal: String?, reason: String, hasOneNode: Bool) {
        if hasOneNode {
            let grounds = "This machine has only one node that it can be on."
            caveats.append(.placementUnproven(reason: reason, grounds: grounds))
        } else if let refusal {
            isForbidden = true
            obstacle =
                "memory could be neither bound (\(refusal)) nor asked where it is (\(reason)). A container's "
                + "seccomp filter does this: add --cap-add SYS_NICE"
        } else {
            let grounds = "The kernel accepted its binding to node \(place.nodes)."
            caveats.append(.placementUnproven(reason: reason, grounds: grounds))
        }
    }
}

extension ArrayPlacement {
    /// What a record keeps of a proof.
    /// - Parameter bytes: the size of one array.
    package init(_ proof: PlacementProof, place: MemoryPlace, bytes: Int, cacheBytes: Int?) {
        self.init(
            node: place.nodes.ids.first ?? 0, arrayBytes: bytes, cacheBytes: cacheBytes, placedBy: proof.placedBy,
            pagesAsked: proof.pagesAsked, pagesOnNode: proof.pagesInPlace, hugeShare: proof.pages?.hugeShare)
        pageSize = proof.pages?.name
        if case .interleaved(let nodes) = place { self.nodes = nodes }
    }
}
