import Kernels
import Machine
import Quantities
import Records

/// Memory on a node in pages of one kind, for cycles of pointers of any size up to its own.
final class Pointers {
    let node: Int
    let pages: PageKind
    let bytes: Int
    let placement: ArrayPlacement
    let proof: PlacementProof
    private let memory: BoundMemory
    private let filler: ThreadTeam
    private let seed: UInt64
    /// Lines of the cycle that is in the memory now.
    private var filled = 0

    /// Binds the memory, has the filler's threads touch it first, and asks the kernel where the pages are.
    init(
        node: Int, bytes: Int, pages: PageKind, filledBy filler: ThreadTeam, seed: UInt64, cacheBytes: Int?,
        hasOneNode: Bool
    ) throws {
        self.node = node
        self.pages = pages
        self.bytes = bytes
        self.filler = filler
        self.seed = seed
        memory = try BoundMemory(byteCount: bytes, place: .node(node), pages: pages)
        let cycle = PointerCycle(base: memory.base, lineCount: bytes / PointerCycle.bytesPerLine, seed: seed)
        Self.fill(cycle, filler)
        filled = cycle.lineCount
        proof = PlacementProof(memory, parts: [0..<bytes], hasOneNode: hasOneNode)
        placement = ArrayPlacement(proof, place: .node(node), bytes: bytes, cacheBytes: cacheBytes)
    }

    /// A cycle through the first bytes of the memory, which ends the one that was there.
    func cycle(bytes: Int) -> PointerCycle {
        let lines = max(2, min(bytes, self.bytes) / PointerCycle.bytesPerLine)
        let cycle = PointerCycle(base: memory.base, lineCount: lines, seed: seed)
        if filled != lines { Self.fill(cycle, filler) }
        filled = lines
        return cycle
    }

    private static func fill(_ cycle: PointerCycle, _ team: ThreadTeam) {
        let threads = team.cpus.count
        team.run { thread in
            let first = cycle.lineCount * thread / threads
            cycle.fill(lines: first..<cycle.lineCount * (thread + 1) / threads)
        }
    }
}
