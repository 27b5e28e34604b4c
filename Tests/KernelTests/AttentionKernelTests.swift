import Kernels
import Records
import Testing

/// Memory for the attention of some query heads, the rows of a token beside those of another head.
private final class AttentionMemory {
    let slice: AttentionSlice
    private let cache: UnsafeMutableRawPointer
    private let floats: UnsafeMutablePointer<Float>

    init(_ kernel: AttentionKernel, context: Int, group: Int, headDimension: Int) {
        let stride = 2 * kernel.rowBytes(headDimension: headDimension)
        cache = .allocate(byteCount: 2 * context * stride, alignment: 64)
        floats = .allocate(capacity: 2 * group * headDimension)
        slice = AttentionSlice(
            keys: cache, values: cache + context * stride, stride: stride, queries: floats,
            results: floats + group * headDimension, context: context, group: group, headDimension: headDimension)
    }

    deinit {
        cache.deallocate()
        floats.deallocate()
    }

    /// The same, of other tokens or with other queries.
    func slice(keysFrom first: Int, tokens: Int) -> AttentionSlice {
        AttentionSlice(
            keys: slice.keys + first * slice.stride, values: slice.values + first * slice.stride,
            stride: slice.stride, queries: slice.queries, results: slice.results, context: tokens, group: slice.group,
            headDimension: slice.headDimension)
    }
}

private let runnable = AttentionKernel.all.filter(\.instructionSet.isSupported)

@Suite struct AttentionKernelTests {
    @Test(arguments: runnable)
    func agreesWithTheOracle(kernel: AttentionKernel) throws {
        try kernel.verify(seed: 1)
        try kernel.verify(seed: 99)
    }

    @Test(arguments: runnable, [64, 128])
    func aLongContextAgrees(kernel: AttentionKernel, headDimension: Int) {
        let memory = AttentionMemory(kernel, context: 8201, group: 5, headDimension: headDimension)
        memory.slice.fill(for: kernel, seed: 4)
        #expect(memory.slice.firstError(after: kernel, seed: 4) == 0, "poisoned results are wrong")
        kernel.run(memory.slice)
        for query in [0, 4] {
            #expect(memory.slice.error(query: query, after: kernel, seed: 4) < AttentionSlice.tolerance / 5)
        }
    }

    /// A token that is left out, the first or the last, and another scale are each seen.
    @Test(arguments: runnable)
    func aWrongKernelIsFarOff(kernel: AttentionKernel) {
        let memory = AttentionMemory(kernel, context: 4096, group: 2, headDimension: 128)
        memory.slice.fill(for: kernel, seed: 7)
        for first in [0, 1] {
            kernel.run(memory.slice(keysFrom: first, tokens: 4095))
            #expect(memory.slice.error(query: 1, after: kernel, seed: 7) > 5 * AttentionSlice.tolerance)
        }
        for index in 0..<256 { memory.slice.queries[index] *= 1.01 }
        kernel.run(memory.slice)
        #expect(memory.slice.error(query: 0, after: kernel, seed: 7) > 5 * AttentionSlice.tolerance)
    }

    /// Scores whose exponential no float holds: one token in the middle gets all the weight.
    @Test(arguments: runnable)
    func theLargestScoreIsTakenOff(kernel: AttentionKernel) {
        let memory = AttentionMemory(kernel, context: 100, group: 3, headDimension: 64)
        let slice = memory.slice
        slice.fill(for: kernel, seed: 2)
        let row = slice.keys + 50 * slice.stride
        let isHalf = kernel.format == "F16"
        for index in 0..<64 {
            let offset = isHalf ? 2 * index : index / 32 * 34 + 2 + index % 32
            for query in 0..<3 { slice.queries[64 * query + index] = 40 }
            if isHalf {
                row.put(Float16(8), at: offset)
            } else {
                row.put(Float16(0.125), at: index / 32 * 34)
                row.put(Int8(64), at: offset)
            }
        }
        kernel.run(slice)
        let value = slice.values + 50 * slice.stride
        for index in 0..<64 {
            let offset = isHalf ? 2 * index : index / 32 * 34
            let scale = Float(Float16(bitPattern: value.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
            let quant = value.load(fromByteOffset: index / 32 * 34 + 2 + index % 32, as: Int8.self)
            #expect(slice.results[128 + index] == (isHalf ? scale : scale * Float(quant)), "number \(index)")
        }
    }

    @Test func theBestIsTheWidestThatIsAllowed() {
        #expect(AttentionKernel.best(format: "F16", within: [.scalar])?.instructionSet == .scalar)
        #expect(AttentionKernel.best(format: "F16", within: []) == nil)
        #expect(AttentionKernel.best(format: "Q9_9", within: Set(InstructionSet.allCases)) == nil)
        let best = AttentionKernel.best(format: "Q8_0", within: Set(InstructionSet.allCases))
        #expect(best?.instructionSet == runnable.filter { $0.format == "Q8_0" }.last?.instructionSet)
        #expect(best?.rowBytes(headDimension: 128) == 136)
    }
}
