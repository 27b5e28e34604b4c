import Kernels
import Machine
import Records
import Synchronization

/// Cores that read memory for a share of the time, while another core does something that is timed.
final class Load {
    /// The timed core first.
    let team: ThreadTeam
    /// Why nothing can be measured here; nil where it can.
    let obstacle: String?
    let placement: ArrayPlacement
    let caveats: [Caveat.Kind]
    private let memory: BoundMemory
    private let slices: [StreamSlices]
    private let kernel: StreamKernel
    /// Where each reader goes on: who began anew each time would read what the last time left in the caches.
    private let offsets: Offsets

    /// 64 KiB: some microseconds, so that the pauses between blocks are short against what is timed.
    private static let block = LoadSizing.block / 8

    /// - Parameter bytes: the memory that all readers go through together.
    init(
        _ team: ThreadTeam, node: Int, bytes: Int, kernel: StreamKernel, seed: UInt64, hasOneNode: Bool
    ) throws {
        self.team = team
        self.kernel = kernel
        let readers = team.cpus.count - 1
        offsets = Offsets(count: readers)
        let count = max(Self.block, bytes / 8 / readers / Self.block * Self.block)
        memory = try BoundMemory(byteCount: readers * count * 8, place: .node(node))
        let base = memory.base
        let slices = (0..<readers).map { reader in
            let start = (base + reader * count * 8).bindMemory(to: Double.self, capacity: count)
            return StreamSlices(a: start, b: start, c: start, first: reader * count, count: count)
        }
        self.slices = slices
        team.run { thread in if thread > 0 { slices[thread - 1].fill(seed: seed) } }
        let proof = PlacementProof(memory, parts: [0..<readers * count * 8], hasOneNode: hasOneNode)
        obstacle = proof.obstacle
        caveats = proof.caveats
        placement = ArrayPlacement(proof, place: .node(node), bytes: readers * count * 8, cacheBytes: nil)
    }

    /// Runs the work on the first core while the others read.
    /// - Parameter share: of the time in which each of them reads, from 0 to 1.
    /// - Returns: what they read together, in GB/s.
    func run(share: Double, _ work: @Sendable () -> Void) -> Double {
        let (kernel, slices, offsets, state) = (kernel, slices, offsets, State())
        let seconds = team.run { thread in
            if thread == 0 {
                work()
                state.isOver.store(true, ordering: .releasing)
            } else if share > 0 {
                let blocks = Self.read(slices[thread - 1], from: &offsets[thread - 1], kernel, share, state)
                state.blocks.add(blocks, ordering: .relaxed)
            }
        }
        return Double(state.blocks.load(ordering: .relaxed) * Self.block * 8) / seconds / 1e9
    }

    /// Reads block after block, and waits after each so long that reading takes the share of the time.
    private static func read(
        _ slice: StreamSlices, from offset: inout Int, _ kernel: StreamKernel, _ share: Double, _ state: State
    ) -> Int {
        var blocks = 0
        while !state.isOver.load(ordering: .acquiring) {
            let start = MonotonicClock.nanoseconds
            let part = slice.b + offset
            kernel.run(StreamSlices(a: part, b: part, c: part, first: slice.first + offset, count: block))
            offset = offset + 2 * block <= slice.count ? offset + block : 0
            blocks += 1
            guard share < 1 else { continue }
            let pause = Double(MonotonicClock.nanoseconds - start) * (1 / share - 1)
            let resume = MonotonicClock.nanoseconds + UInt64(pause)
            while MonotonicClock.nanoseconds < resume, !state.isOver.load(ordering: .relaxed) {}
        }
        return blocks
    }

    /// Elements from the start of each reader's slice; each reader uses its own.
    private final class Offsets: @unchecked Sendable {
        private let values: UnsafeMutableBufferPointer<Int>

        init(count: Int) {
            values = .allocate(capacity: count)
            values.initialize(repeating: 0)
        }

        deinit { values.deallocate() }

        subscript(reader: Int) -> Int {
            get { values[reader] }
            set { values[reader] = newValue }
        }
    }

    private final class State: Sendable {
        let isOver = Atomic(false)
        let blocks = Atomic(0)
    }
}
