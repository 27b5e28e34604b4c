import Kernels
import Machine
import Quantities
import Records

/// A node's three arrays, the threads that share them, and the proof of where they are.
final class NodeArrays {
    let plan: BandwidthPlan.NodePlan
    let team: ThreadTeam
    /// Each thread's part.
    let slices: [StreamSlices]
    /// What is known of the placement; set when the arrays have been filled.
    private(set) var placement: ArrayPlacement
    private(set) var caveats: [Caveat.Kind] = []
    /// Why figures must not be printed as this node's; nil where they may be.
    private(set) var notOnNode: String?
    /// Whether that is for want of a permission.
    private(set) var isForbidden = false
    private let memory: BoundMemory

    /// Binds the memory, has each thread touch its own part first, and asks the kernel where the pages are.
    init(_ plan: BandwidthPlan.NodePlan, seed: UInt64, hasOneNode: Bool) throws {
        self.plan = plan
        team = try ThreadTeam(cpus: plan.cpus)
        // Each array begins on a huge page of its own.
        let stride = (plan.array.bytes + 0x1F_FFFF) & ~0x1F_FFFF
        memory = try BoundMemory(byteCount: 3 * stride, node: plan.node)
        let count = plan.array.bytes / 8 / plan.cpus.count
        let base = memory.base
        slices = plan.cpus.indices.map { thread in
            func part(_ array: Int) -> UnsafeMutablePointer<Double> {
                (base + array * stride + thread * count * 8).bindMemory(to: Double.self, capacity: count)
            }
            return StreamSlices(a: part(0), b: part(1), c: part(2), first: thread * count, count: count)
        }
        placement = ArrayPlacement(
            node: plan.node, arrayBytes: plan.array.bytes, cacheBytes: plan.cacheBytes,
            placedBy: memory.unbound == nil ? "mbind" : "first touch", pagesAsked: 0, pagesOnNode: 0, hugeShare: nil)
        let parts = slices
        team.run { parts[$0].fill(seed: seed) }
        prove((0..<3).map { $0 * stride..<$0 * stride + plan.array.bytes }, hasOneNode: hasOneNode)
    }

    private func prove(_ arrays: [Range<Int>], hasOneNode: Bool) {
        placement.hugeShare = memory.hugeShare()
        do {
            let census = try memory.census(arrays)
            placement.pagesAsked = census.asked
            placement.pagesOnNode = census.onNode
            if census.onNode < census.asked {
                notOnNode =
                    "only \(census.onNode) of \(census.asked) pages are on node \(plan.node): it ran out of "
                    + "memory, or the binding was ignored. Free memory on the node and repeat"
            } else if let reason = memory.unbound?.explained {
                caveats.append(.placedByFirstTouch(nodes: IDSet([plan.node]), reason: reason))
            }
        } catch {
            unproven(error.explained, hasOneNode: hasOneNode)
        }
        if let share = placement.hugeShare, share > 0, share < 0.9 {
            caveats.append(.pageSizeMixed(nodes: IDSet([plan.node]), hugeShare: share))
        }
    }

    private func unproven(_ reason: String, hasOneNode: Bool) {
        if hasOneNode {
            let grounds = "This machine has only one node that it can be on."
            caveats.append(.placementUnproven(reason: reason, grounds: grounds))
        } else if memory.unbound == nil {
            let grounds = "The kernel accepted its binding to node \(plan.node)."
            caveats.append(.placementUnproven(reason: reason, grounds: grounds))
        } else {
            isForbidden = true
            notOnNode =
                "memory could be neither bound (\(memory.unbound?.explained ?? "")) nor asked where it is "
                + "(\(reason)). A container's seccomp filter does this: add --cap-add SYS_NICE"
        }
    }
}
