import Kernels
import Records
import Testing

/// Memory for one slice of a product.
private final class MatrixMemory {
    let slice: MatrixSlice
    private let storage: UnsafeMutableRawPointer

    init(_ kernel: MatrixKernel, rows: Int, depth: Int, batch: Int, firstRow: Int = 0) {
        let weights = (MatrixSlice.weightBytes(for: kernel, rows: rows, depth: depth) + 63) / 64 * 64
        let activations = (MatrixSlice.activationBytes(for: kernel, depth: depth, batch: batch) + 63) / 64 * 64
        let results = MatrixSlice.resultBytes(rows: rows, batch: batch)
        storage = .allocate(byteCount: weights + activations + results, alignment: 64)
        slice = MatrixSlice(
            weights: storage, activations: storage + weights, results: storage + weights + activations,
            firstRow: firstRow, rows: rows, depth: depth, batch: batch)
    }

    deinit { storage.deallocate() }
}

/// Those that need no leave of the system.
private let runnable = MatrixKernel.all.filter { $0.instructionSet.isSupported && $0.instructionSet != .amx }

@Suite struct MatrixKernelTests {
    @Test(arguments: runnable)
    func agreesWithTheScalarOracle(kernel: MatrixKernel) throws {
        try kernel.verify(seed: 1)
        try kernel.verify(seed: 99)
    }

    /// Every width of a tile, and rows that fill panels or do not.
    @Test(arguments: runnable)
    func everyBatchAgrees(kernel: MatrixKernel) {
        for batch in 1...19 {
            for rows in [31, 96] {
                let memory = MatrixMemory(kernel, rows: rows, depth: 301, batch: batch, firstRow: 70_000)
                memory.slice.fill(for: kernel, seed: 3)
                kernel.run(memory.slice)
                #expect(memory.slice.firstError(after: kernel, seed: 3) == nil, "\(batch) columns, \(rows) rows")
            }
        }
    }

    /// As deep as a real layer, a prompt long: some rows of some columns are looked at.
    @Test(arguments: runnable.filter { $0.instructionSet != .scalar })
    func agreesForTheShapesOfRealLayers(kernel: MatrixKernel) {
        let memory = MatrixMemory(kernel, rows: 203, depth: 14_336, batch: 130)
        memory.slice.fill(for: kernel, seed: 3)
        kernel.run(memory.slice)
        #expect(memory.slice.firstError(after: kernel, seed: 3, columns: 127..<130) == nil)
        #expect(memory.slice.firstError(after: kernel, seed: 3, in: 190..<203, columns: 0..<9) == nil)
    }

    /// 96 rows and a depth of 640 fill the panels of every kernel.
    @Test(arguments: MatrixKernel.all)
    func packingTakesAsManyBytesAsItsNumbers(kernel: MatrixKernel) {
        let bytes = [NumberType.fp32: 4, .bf16: 2, .int8: 1][kernel.numberType]
        #expect(MatrixSlice.weightBytes(for: kernel, rows: 96, depth: 640) == bytes.map { 96 * 640 * $0 })
        #expect(MatrixSlice.weightBytes(for: kernel, rows: 95, depth: 639) <= 96 * 640 * (bytes ?? 0))
        #expect(kernel.operations == 2)
    }

    @Test func theBestIsTheWidestThatIsAllowed() {
        #expect(MatrixKernel.best(.int8, within: [.scalar])?.instructionSet == .scalar)
        #expect(MatrixKernel.best(.int8, within: []) == nil)
        #expect(MatrixKernel.best(.fp64, within: Set(InstructionSet.allCases)) == nil)
        #expect(MatrixKernel.best(.bf16, within: [.scalar, .avx2])?.instructionSet == .scalar, "AVX2 has no BF16")
        for type in [NumberType.fp32, .bf16, .int8] {
            let usable = runnable.filter { $0.numberType == type }.map(\.instructionSet)
            let best = MatrixKernel.best(type, within: Set(InstructionSet.allCases).subtracting([.amx]))
            #expect(best?.instructionSet == InstructionSet.allCases.last(where: usable.contains))
        }
    }

    /// Any one number that is changed makes its row wrong, and no other.
    @Test(arguments: [NumberType.fp32, .bf16, .int8])
    func aWrongNumberIsNoticed(type: NumberType) throws {
        let kernel = try #require(MatrixKernel.best(type, within: [.scalar]))
        let memory = MatrixMemory(kernel, rows: 5, depth: 30, batch: 3, firstRow: 40)
        let slice = memory.slice
        slice.fill(for: kernel, seed: 8)
        #expect(slice.firstError(after: kernel, seed: 8) == 40, "poisoned results are wrong")
        let rowBytes = MatrixSlice.weightBytes(for: kernel, rows: 1, depth: 30)
        let last = slice.weights + 3 * rowBytes - 1
        last.storeBytes(of: ~last.load(as: UInt8.self), as: UInt8.self)
        kernel.run(slice)
        #expect(slice.firstError(after: kernel, seed: 8) == 42)
        #expect(slice.firstError(after: kernel, seed: 8, in: 3..<5) == nil)
        slice.fill(for: kernel, seed: 8)
        kernel.run(slice)
        #expect(slice.firstError(after: kernel, seed: 8) == nil)
        #expect(slice.firstError(after: kernel, seed: 9) != nil, "another seed is other data")
        let result = slice.results + 4 * (2 * 5 + 4)
        result.storeBytes(of: result.load(as: UInt32.self) ^ (1 << 20), as: UInt32.self)
        #expect(slice.firstError(after: kernel, seed: 8) == 44)
        #expect(slice.firstError(after: kernel, seed: 8, columns: 0..<2) == nil)
    }
}
