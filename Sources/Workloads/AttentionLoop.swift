import Kernels
import Records

/// Attention of one generated token: each thread takes KV heads of its own, of layer after layer.
package struct AttentionLoop: InferenceLoop {
    private let kernel: AttentionKernel
    private let tokens: Int

    /// KV heads of a layer, numbers of each, and query heads to each: those of models of 7 to 8 thousand million
    /// weights.
    static let (heads, headDimension, group) = (8, 128, 4)

    /// - Parameter context: tokens in the cache.
    package init(_ kernel: AttentionKernel, context: Int) {
        self.kernel = kernel
        tokens = context
    }

    package var operation: InferenceOperation { .attention }
    package var format: String { kernel.format }
    package var isa: String { kernel.instructionSet.rawValue }
    package var name: String { "\(kernel)" }
    package var shape: String {
        "layers of \(Self.heads) KV heads of \(Self.headDimension) numbers, \(Self.group) query heads to each"
    }
    package var context: Int? { tokens }
    package var bytesPerElement: Double { Double(rowBytes) / Double(Self.headDimension) }
    package var operationsPerByte: Double {
        let operations = Self.group * AttentionKernel.operations(context: tokens, headDimension: Self.headDimension)
        return Double(operations) / Double(headBytes)
    }
    package var content: String { "\(tokens) tokens of \(kernel.format)" }

    /// A layer's keys and values.
    package var unitBytes: Int { Self.heads * headBytes }
    /// One KV head's.
    private var headBytes: Int { 2 * tokens * rowBytes }
    private var rowBytes: Int { kernel.rowBytes(headDimension: Self.headDimension) }

    package func verify(seed: UInt64) throws { try kernel.verify(seed: seed) }

    /// Every head has the same keys and values: seeding takes ten times as long as copying.
    package func fill(_ share: MemoryShare, seed: UInt64) {
        let own = Self.heads(of: share)
        guard let first = own.first else { return }
        let buffers = AttentionBuffers()
        let (original, stride) = (slice(share, first, buffers), Self.heads * rowBytes)
        original.fill(for: kernel, seed: seed)
        for head in own.dropFirst() {
            let copy = slice(share, head, buffers)
            for token in 0..<tokens {
                (copy.keys + token * stride).copyMemory(from: original.keys + token * stride, byteCount: rowBytes)
                (copy.values + token * stride).copyMemory(from: original.values + token * stride, byteCount: rowBytes)
            }
        }
    }

    package func fits(_ share: MemoryShare) -> Bool { !Self.heads(of: share).isEmpty }

    package func works(_ shares: [MemoryShare], seed: UInt64) -> [any ThreadWork] {
        shares.map { share in
            let buffers = AttentionBuffers()
            let slices = Self.heads(of: share).map { slice(share, $0, buffers) }
            return AttentionWork(kernel, slices, buffers, bytes: headBytes, seed: seed)
        }
    }

    /// A thread's heads, counted through all layers on its node: neighbours are other threads'.
    private static func heads(of share: MemoryShare) -> [Int] {
        Array(stride(from: share.sharer, to: share.unitsOnNode * heads, by: share.sharers))
    }

    /// As llama.cpp keeps them: a layer's keys, then its values; in both a token's heads side by side.
    private func slice(_ share: MemoryShare, _ head: Int, _ buffers: AttentionBuffers) -> AttentionSlice {
        let keys = share.base + head / Self.heads * unitBytes + head % Self.heads * rowBytes
        return AttentionSlice(
            keys: keys, values: keys + unitBytes / 2, stride: Self.heads * rowBytes, queries: buffers.queries,
            results: buffers.results, context: tokens, group: Self.group, headDimension: Self.headDimension)
    }
}

/// One thread's KV heads; a unit is a head.
private final class AttentionWork: ThreadWork, @unchecked Sendable {
    private let kernel: AttentionKernel
    private let slices: [AttentionSlice]
    private let buffers: AttentionBuffers
    private let seed: UInt64
    private var lap: Lap
    let amountOfUnit: Double

    init(_ kernel: AttentionKernel, _ slices: [AttentionSlice], _ buffers: AttentionBuffers, bytes: Int, seed: UInt64) {
        self.kernel = kernel
        self.slices = slices
        self.buffers = buffers
        self.seed = seed
        amountOfUnit = Double(bytes)
        lap = Lap(length: slices.count)
    }

    func prepare() { buffers.fill(kernel, seed: seed) }

    func begin() {
        lap.begin()
        slices[0].poison()
    }

    func run(units: Int) {
        var left = units
        while left > 0 {
            let range = lap.next(left)
            for unit in range { kernel.run(slices[unit]) }
            left -= range.count
        }
    }

    /// Of the last head, whose results alone are kept: one query head, since the oracle takes a microsecond a token.
    var error: String? {
        let query = lap.done % AttentionLoop.group
        return slices[0].firstError(after: kernel, seed: seed, in: query..<query + 1)
            .map { "query head \($0) is wrong after the run" }
    }
}

/// The queries and the results of one thread.
private final class AttentionBuffers: @unchecked Sendable {
    let queries: UnsafeMutablePointer<Float>
    let results: UnsafeMutablePointer<Float>
    private static let count = AttentionLoop.group * AttentionLoop.headDimension

    init() {
        queries = .allocate(capacity: 2 * Self.count)
        results = queries + Self.count
    }

    deinit { queries.deallocate() }

    /// Writes the seeded queries: those of a cache without tokens.
    func fill(_ kernel: AttentionKernel, seed: UInt64) {
        AttentionSlice(
            keys: UnsafeMutableRawPointer(results), values: UnsafeMutableRawPointer(results), stride: 0,
            queries: queries, results: results, context: 0, group: AttentionLoop.group,
            headDimension: AttentionLoop.headDimension
        ).fill(for: kernel, seed: seed)
    }
}
