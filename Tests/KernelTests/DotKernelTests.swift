import Kernels
import Records
import Testing

@Suite struct DotKernelTests {
    /// Bits of a weight, and its part of what its block has in common.
    static let bits: [String: Double] = [
        "F32": 32, "F16": 16, "BF16": 16, "Q4_0": 4.5, "Q4_1": 5, "Q5_0": 5.5, "Q5_1": 6, "IQ4_NL": 4.5,
        "MXFP4": 4.25, "Q4_K": 4.5, "Q8_0": 8.5,
        "Q6_K": 6.5625, "Q5_K": 5.5, "Q3_K": 3.4375, "Q2_K": 2.625, "IQ4_XS": 4.25,
    ]

    @Test(arguments: DotKernel.all.filter(\.instructionSet.isSupported))
    func agreesWithTheScalarOracle(kernel: DotKernel) throws {
        try kernel.verify(seed: 1)
        try kernel.verify(seed: 99)
    }

    /// Rows as long as a real layer's: 14336 columns, and 1024 in a matrix of many rows.
    @Test(arguments: DotKernel.all.filter(\.instructionSet.isSupported))
    func agreesForTheShapesOfRealLayers(kernel: DotKernel) {
        for (columns, rows) in [(14_336, 9), (1024, 203)] {
            let memory = DotMemory(kernel, rows: rows, blocksPerRow: columns / kernel.blockElements, firstRow: 70_000)
            memory.slice.fill(for: kernel, seed: 3)
            kernel.run(memory.slice)
            #expect(memory.slice.firstError(after: kernel, seed: 3) == nil)
            #expect(memory.slice.firstError(after: kernel, seed: 3, in: 4..<7) == nil)
        }
    }

    @Test(arguments: DotKernel.all)
    func costFollowsFromTheFormat(kernel: DotKernel) {
        #expect(Double(8 * kernel.blockBytes) / Double(kernel.blockElements) == Self.bits[kernel.format])
        #expect(kernel.operations == 2)
        #expect(kernel.activationBytes > kernel.blockElements)
    }

    /// Floats need no products of bytes, so that a set's vectors are all that they are written for.
    @Test func everySetHasEveryFormat() {
        func sets(_ format: String) -> Set<InstructionSet> {
            Set(DotKernel.all.filter { $0.format == format }.map(\.instructionSet))
        }
        for (format, bits) in Self.bits {
            if bits < 16 { #expect(sets(format) == sets("Q4_K")) }
            #expect(Set(sets(format).map(\.base)) == Set(sets("Q4_K").map(\.base)))
        }
        #expect(Set(DotKernel.all.map(\.format)) == Set(Self.bits.keys))
    }

    @Test func theBestIsTheWidestThatIsAllowed() {
        #expect(DotKernel.best(format: "Q4_K", within: [.scalar])?.instructionSet == .scalar)
        #expect(DotKernel.best(format: "Q4_K", within: []) == nil)
        #expect(DotKernel.best(format: "Q9_9", within: InstructionSet.allCases) == nil)
        let usable = DotKernel.all.filter { $0.format == "Q8_0" && $0.instructionSet.isSupported }
        let best = DotKernel.best(format: "Q8_0", within: InstructionSet.allCases)
        #expect(best?.instructionSet == usable.last?.instructionSet)
    }

    /// Any one bit that matters makes its row wrong, and no other.
    @Test(arguments: bits.keys.sorted())
    func aBrokenBlockIsNoticed(format: String) throws {
        let kernel = try #require(DotKernel.best(format: format, within: InstructionSet.allCases))
        let memory = DotMemory(kernel, rows: 5, blocksPerRow: 3, firstRow: 40)
        let slice = memory.slice
        slice.fill(for: kernel, seed: 8)
        #expect(slice.firstError(after: kernel, seed: 8) == 40, "poisoned results are wrong")
        let row = 3 * kernel.blockBytes
        for offset in [1, kernel.blockBytes - 1, kernel.blockBytes + 7] {
            slice.weights.storeBytes(
                of: ~slice.weights.load(fromByteOffset: 2 * row + offset, as: UInt8.self),
                toByteOffset: 2 * row + offset, as: UInt8.self)
            kernel.run(slice)
            #expect(slice.firstError(after: kernel, seed: 8) == 42)
            #expect(slice.firstError(after: kernel, seed: 8, in: 3..<5) == nil)
            slice.fill(for: kernel, seed: 8)
        }
        kernel.run(slice)
        #expect(slice.firstError(after: kernel, seed: 8) == nil)
        #expect(slice.firstError(after: kernel, seed: 9) != nil, "another seed is other data")
        slice.results[4] = slice.results[4].nextUp
        #expect(slice.firstError(after: kernel, seed: 8) == 44)
    }

    /// The rows of a slice do not depend on where it begins.
    @Test(arguments: bits.keys.sorted())
    func slicesOfOneMatrixHoldTheSameRows(format: String) throws {
        let kernel = try #require(DotKernel.best(format: format, within: InstructionSet.allCases))
        let whole = DotMemory(kernel, rows: 6, blocksPerRow: 2, firstRow: 0)
        let part = DotMemory(kernel, rows: 2, blocksPerRow: 2, firstRow: 4)
        whole.slice.fill(for: kernel, seed: 6)
        part.slice.fill(for: kernel, seed: 6)
        kernel.run(whole.slice)
        kernel.run(part.slice)
        #expect((0..<2).allSatisfy { part.slice.results[$0] == whole.slice.results[4 + $0] })
        #expect(Set((0..<6).map { whole.slice.results[$0] }).count == 6, "rows differ")
    }
}
