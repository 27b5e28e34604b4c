import Kernels
import Machine
import Quantities
import Records

/// Three arrays in one place, and the proof of where they are.
final class Arrays {
    /// What is known of the placement.
    private(set) var placement: ArrayPlacement
    private(set) var caveats: [Caveat.Kind] = []
    /// Why figures must not be printed as this place's; nil where they may be.
    private(set) var obstacle: String?
    /// Whether that is for want of a permission.
    private(set) var isForbidden = false
    private let memory: BoundMemory
    private let stride: Int
    private let size: ByteCount

    /// Binds the memory, has each of the team's threads touch its own part first, and asks the kernel where the pages
    /// are.
    /// - Parameter hasOneNode: whether memory can only be on one node of this machine.
    init(
        _ place: MemoryPlace, size: ByteCount, pages: PageKind = .transparentHuge, filledBy team: ThreadTeam,
        seed: UInt64, cacheBytes: Int?, hasOneNode: Bool
    ) throws {
        self.size = size
        // Each array begins on a huge page of its own.
        stride = (size.bytes + 0x1F_FFFF) & ~0x1F_FFFF
        memory = try BoundMemory(byteCount: 3 * stride, place: place, pages: pages)
        placement = ArrayPlacement(
            node: place.nodes.ids.first ?? 0, arrayBytes: size.bytes, cacheBytes: cacheBytes,
            placedBy: memory.unbound == nil ? "mbind" : "first touch", pagesAsked: 0, pagesOnNode: 0, hugeShare: nil)
        if case .interleaved(let nodes) = place { placement.nodes = nodes }
        let parts = slices(threads: team.cpus.count)
        team.run { parts[$0].fill(seed: seed) }
        prove((0..<3).map { $0 * stride..<$0 * stride + size.bytes }, hasOneNode: hasOneNode)
    }

    /// The arrays in equal parts of whole cache lines, one for each thread.
    func slices(threads: Int) -> [StreamSlices] {
        let count = size.bytes / 64 / threads * 8
        return (0..<threads).map { thread in
            func part(_ array: Int) -> UnsafeMutablePointer<Double> {
                (memory.base + array * stride + thread * count * 8).bindMemory(to: Double.self, capacity: count)
            }
            return StreamSlices(a: part(0), b: part(1), c: part(2), first: thread * count, count: count)
        }
    }

    private func prove(_ arrays: [Range<Int>], hasOneNode: Bool) {
        let obtained = memory.obtainedPages()
        placement.hugeShare = obtained?.hugeShare
        placement.pageSize = obtained?.name
        let nodes = memory.place.nodes
        do {
            let census = try memory.census(arrays)
            placement.pagesAsked = census.asked
            placement.pagesOnNode = census.count(on: nodes)
            if placement.pagesOnNode < census.asked {
                obstacle =
                    "only \(placement.pagesOnNode) of \(census.asked) pages are on node \(nodes): it ran out of "
                    + "memory, or the binding was ignored. Free memory on the node and repeat"
            } else if let reason = memory.unbound?.explained {
                boundByTouchAlone(reason, census)
            }
        } catch {
            unproven(error.explained, hasOneNode: hasOneNode)
        }
        if let share = placement.hugeShare, share > 0, share < 0.9 {
            caveats.append(.pageSizeMixed(nodes: nodes, hugeShare: share))
        }
    }

    /// First touch puts pages on one node, which is the right one by the census; it cannot put them on several in turn.
    private func boundByTouchAlone(_ reason: String, _ census: PageCensus) {
        if case .interleaved = memory.place {
            obstacle = "memory cannot be interleaved (\(reason))"
        } else {
            caveats.append(.placedByFirstTouch(nodes: memory.place.nodes, reason: reason))
        }
    }

    private func unproven(_ reason: String, hasOneNode: Bool) {
        if hasOneNode {
            let grounds = "This machine has only one node that it can be on."
            caveats.append(.placementUnproven(reason: reason, grounds: grounds))
        } else if memory.unbound == nil {
            let grounds = "The kernel accepted its binding to node \(memory.place.nodes)."
            caveats.append(.placementUnproven(reason: reason, grounds: grounds))
        } else {
            isForbidden = true
            obstacle =
                "memory could be neither bound (\(memory.unbound?.explained ?? "")) nor asked where it is "
                + "(\(reason)). A container's seccomp filter does this: add --cap-add SYS_NICE"
        }
    }
}
