import Kernels
import Machine
import Quantities
import Records

/// Three arrays in one place, and the proof of where they are.
final class Arrays {
    let placement: ArrayPlacement
    let proof: PlacementProof
    private let memory: BoundMemory
    private let layout: Layout

    /// Binds the memory, has each of the team's threads touch its own part first, and asks the kernel where the pages
    /// are.
    /// - Parameter hasOneNode: whether memory can only be on one node of this machine.
    init(
        _ place: MemoryPlace, size: ByteCount, pages: PageKind = .transparentHuge, filledBy team: ThreadTeam,
        seed: UInt64, cacheBytes: Int?, hasOneNode: Bool
    ) throws {
        // Each array begins on a huge page of its own.
        let stride = (size.bytes + 0x1F_FFFF) & ~0x1F_FFFF
        memory = try BoundMemory(byteCount: 3 * stride, place: place, pages: pages)
        layout = Layout(base: memory.base, stride: stride, size: size.bytes)
        let parts = layout.slices(threads: team.cpus.count)
        team.run { parts[$0].fill(seed: seed) }
        let touched = (0..<3).map { $0 * stride..<$0 * stride + size.bytes }
        proof = PlacementProof(memory, parts: touched, hasOneNode: hasOneNode)
        placement = ArrayPlacement(proof, place: place, bytes: size.bytes, cacheBytes: cacheBytes)
    }

    /// The arrays in equal parts of whole cache lines, one for each thread.
    func slices(threads: Int) -> [StreamSlices] { layout.slices(threads: threads) }

    /// Where the arrays begin in their memory.
    private struct Layout {
        let base: UnsafeMutableRawPointer
        let stride: Int
        let size: Int

        func slices(threads: Int) -> [StreamSlices] {
            let count = size / 64 / threads * 8
            return (0..<threads).map { thread in
                func part(_ array: Int) -> UnsafeMutablePointer<Double> {
                    (base + array * stride + thread * count * 8).bindMemory(to: Double.self, capacity: count)
                }
                return StreamSlices(a: part(0), b: part(1), c: part(2), first: thread * count, count: count)
            }
        }
    }
}
