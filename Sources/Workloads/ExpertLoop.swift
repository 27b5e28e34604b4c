import Kernels
import Records

/// Matrix × vector with the weights of a few experts of many: all threads of a node take rows of the same experts.
///
/// An expert's weights come again when all others were used: in a model, those of other layers pass meanwhile.
package struct ExpertLoop: InferenceLoop {
    private let kernel: DotKernel

    /// An expert's matrix of a mixture of 128 experts, 8 of which are used for a token: 30 thousand million weights in
    /// all, of which a token uses 3.
    static let (rows, rowWeights) = (768, 2048)

    package init(_ kernel: DotKernel) { self.kernel = kernel }

    package var operation: InferenceOperation { .expertGather }
    package var format: String { kernel.format }
    package var isa: String { kernel.instructionSet.rawValue }
    package var name: String { "\(kernel)" }
    package var shape: String {
        "experts of \(Self.rows) × \(Self.rowWeights) weights in random order, each once a round"
    }
    package var unitBytes: Int { Self.rows * blocksPerRow * kernel.blockBytes }
    package var bytesPerElement: Double { Double(kernel.blockBytes) / Double(kernel.blockElements) }
    package var operationsPerByte: Double { Double(kernel.operations) / bytesPerElement }
    package var content: String { "experts of \(kernel.format)" }

    private var blocksPerRow: Int { Self.rowWeights / kernel.blockElements }

    package func verify(seed: UInt64) throws { try kernel.verify(seed: seed) }

    package func fill(_ share: MemoryShare, seed: UInt64) {
        let rows = share.units.count * Self.rows
        let buffers = DotBuffers(kernel, rows: rows, blocksPerRow: blocksPerRow)
        DotSlice(
            weights: share.starts[0], activations: buffers.activations, results: buffers.results,
            firstRow: share.units.lowerBound * Self.rows, rows: rows, blocksPerRow: blocksPerRow
        ).fill(for: kernel, seed: seed)
    }

    package func fits(_ share: MemoryShare) -> Bool { share.unitsOnNode > 0 && !rows(share).isEmpty }

    package func works(_ shares: [MemoryShare], seed: UInt64) -> [any ThreadWork] {
        shares.map { share in
            ExpertWork(
                kernel, base: share.base, experts: share.unitsOnNode, rows: rows(share), blocksPerRow: blocksPerRow,
                seed: seed)
        }
    }

    /// The thread's rows of each expert.
    private func rows(_ share: MemoryShare) -> Range<Int> {
        Self.rows * share.sharer / share.sharers..<Self.rows * (share.sharer + 1) / share.sharers
    }
}

/// One thread's rows of expert after expert; a unit is an expert.
private final class ExpertWork: ThreadWork, @unchecked Sendable {
    private let kernel: DotKernel
    private let base: UnsafeMutableRawPointer
    /// The experts in the order of their use.
    private let order: [Int]
    /// Of each expert.
    private let rows: Range<Int>
    private let blocksPerRow: Int
    private let buffers: DotBuffers
    private let seed: UInt64
    private var lap: Lap

    /// Rows whose result is compared with the oracle, of the first and last expert of a sample.
    private static let checkedRows = 32

    init(
        _ kernel: DotKernel, base: UnsafeMutableRawPointer, experts: Int, rows: Range<Int>, blocksPerRow: Int,
        seed: UInt64
    ) {
        self.kernel = kernel
        self.base = base
        self.rows = rows
        self.blocksPerRow = blocksPerRow
        self.seed = seed
        var numbers = SeededNumbers(seed: seed)
        // The same for every thread, so that all are at the same expert.
        order = (0..<experts).shuffled(using: &numbers)
        buffers = DotBuffers(kernel, rows: experts * rows.count, blocksPerRow: blocksPerRow)
        lap = Lap(length: experts)
    }

    var amountOfUnit: Double { Double(rows.count * blocksPerRow * kernel.blockBytes) }

    /// Rows of the expert that stands at a place of the order.
    private func slice(_ place: Int) -> DotSlice {
        let firstRow = order[place] * ExpertLoop.rows + rows.lowerBound
        return DotSlice(
            weights: base + firstRow * blocksPerRow * kernel.blockBytes, activations: buffers.activations,
            results: buffers.results + place * rows.count, firstRow: firstRow, rows: rows.count,
            blocksPerRow: blocksPerRow)
    }

    func prepare() {
        slice(0).fillActivations(for: kernel, seed: seed)
        for place in order.indices { slice(place).poison() }
    }

    func begin() { lap.begin() }

    func run(units: Int) {
        var left = units
        while left > 0 {
            let places = lap.next(left)
            for place in places { kernel.run(slice(place)) }
            left -= places.count
        }
    }

    var error: String? {
        let ends = lap.passed.flatMap { [$0.lowerBound, $0.upperBound - 1] }
        return ends.lazy.compactMap { place in
            self.slice(place).firstError(after: self.kernel, seed: self.seed, in: 0..<Self.checkedRows)
        }.first.map { "row \($0) of the experts is wrong after the run" }
    }
}

/// The numbers of splitmix64.
private struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
