import Kernels
import Testing

/// Blocks written by hand, after the layout of GGUF files.
@Suite struct DotBlockTests {
    static let halves = (UInt16.min...UInt16.max).filter { $0 & 0x7C00 != 0x7C00 }

    /// Every finite half is the scale of one block, alone in the vector's path or in the rest that is left over.
    @Test(arguments: DotKernel.all.filter { $0.format == "Q8_0" && $0.instructionSet.isSupported })
    func halvesOfQ80AreConverted(kernel: DotKernel) {
        let memory = DotMemory(kernel, rows: Self.halves.count, blocksPerRow: 5)
        for block in 0..<5 {
            memory.activations(block: block).put(Float16(1), at: 0)
            memory.activations(block: block).put(Int8(1), at: 2)
        }
        for (row, half) in Self.halves.enumerated() {
            memory.weights(row: row, block: row % 5).put(half, at: 0)
            memory.weights(row: row, block: row % 5).put(Int8(1), at: 2)
        }
        kernel.run(memory.slice)
        let wrong = Self.halves.indices.first {
            memory.slice.results[$0] != Float(Float16(bitPattern: Self.halves[$0]))
        }
        #expect(wrong == nil)
    }

    @Test(arguments: DotKernel.all.filter { $0.format == "Q8_0" && $0.instructionSet.isSupported }, [0, 4])
    func halvesOfQ80ActivationsAreConverted(kernel: DotKernel, block: Int) {
        let memory = DotMemory(kernel, rows: 1, blocksPerRow: 5)
        memory.weights(row: 0, block: block).put(Float16(1), at: 0)
        memory.weights(row: 0, block: block).put(Int8(-1), at: 2 + 31)
        memory.activations(block: block).put(Int8(1), at: 2 + 31)
        let wrong = Self.halves.first { half in
            memory.activations(block: block).put(half, at: 0)
            kernel.run(memory.slice)
            return memory.slice.results[0] != -Float(Float16(bitPattern: half))
        }
        #expect(wrong == nil)
    }

    @Test(arguments: DotKernel.all.filter { $0.format == "Q4_K" && $0.instructionSet.isSupported })
    func halvesOfQ4KAreConverted(kernel: DotKernel) {
        let memory = DotMemory(kernel, rows: Self.halves.count, blocksPerRow: 1)
        memory.activations(block: 0).put(Float(1), at: 0)
        memory.activations(block: 0).put(Int8(1), at: 4)
        memory.activations(block: 0).put(Int16(1), at: 260)
        for offset in [0, 2] {
            for (row, half) in Self.halves.enumerated() {
                let weights = memory.weights(row: row, block: 0)
                weights.put(UInt32(0), at: 0)
                weights.put(half, at: offset)
                weights.put(UInt8(1), at: 4)  // scale 0
                weights.put(UInt8(1), at: 8)  // minimum 0
                weights.put(UInt8(1), at: 16)  // element 0
            }
            kernel.run(memory.slice)
            let sign: Float = offset == 0 ? 1 : -1
            let wrong = Self.halves.indices.first {
                memory.slice.results[$0] != sign * Float(Float16(bitPattern: Self.halves[$0]))
            }
            #expect(wrong == nil)
        }
    }

    /// The layout: each of the 256 elements in turn is 5, its part's scale is 3 and 32 more, its minimum 7 and 16 more.
    @Test(arguments: DotKernel.all.filter { $0.format == "Q4_K" && $0.instructionSet.isSupported })
    func everyElementOfQ4KIsWhereTheFormatHasIt(kernel: DotKernel) {
        let memory = DotMemory(kernel, rows: 1, blocksPerRow: 1)
        let weights = memory.weights(row: 0, block: 0)
        let activations = memory.activations(block: 0)
        activations.put(Float(2), at: 0)
        for element in 0..<256 {
            let part = element / 32
            weights.put(bytes: 0, at: 0, count: 144)
            activations.put(bytes: 0, at: 4, count: 288)
            weights.put(Float16(1), at: 0)
            weights.put(Float16(0.5), at: 2)
            if part < 4 {
                weights.put(UInt8(32 + 3), at: 4 + part)
                weights.put(UInt8(16 + 7), at: 8 + part)
            } else {
                weights.put(UInt8(2 << 6), at: part)
                weights.put(UInt8(1 << 6), at: 4 + part)
                weights.put(UInt8(3 | 7 << 4), at: 8 + part)
            }
            weights.put(UInt8(element % 64 < 32 ? 5 : 5 << 4), at: 16 + element / 64 * 32 + element % 32)
            activations.put(Int8(-9), at: 4 + element)
            activations.put(Int16(-9), at: 260 + element / 16 * 2)
            kernel.run(memory.slice)
            let expected: Float = -9 * 2 * ((32 + 3) * 5 - 0.5 * (16 + 7))
            #expect(memory.slice.results[0] == expected, "element \(element)")
            #expect(memory.slice.exactResult(row: 0, of: kernel) == Double(expected), "element \(element)")
        }
    }

    /// Nothing saturates where all weights, scales and activations are as large as they can be.
    @Test(
        arguments: DotKernel.all.filter { ["Q4_K", "Q8_0"].contains($0.format) && $0.instructionSet.isSupported },
        [Int8(127), -127])
    func theLargestValuesAreExact(kernel: DotKernel, activation: Int8) {
        let memory = DotMemory(kernel, rows: 3, blocksPerRow: 5)
        for block in 0..<5 {
            let activations = memory.activations(block: block)
            let start = kernel.format == "Q4_K" ? 4 : 2
            if start == 4 { activations.put(Float(1), at: 0) } else { activations.put(Float16(1), at: 0) }
            activations.put(bytes: UInt8(bitPattern: activation), at: start, count: kernel.blockElements)
            if start == 4 { for part in 0..<16 { activations.put(16 * Int16(activation), at: 260 + 2 * part) } }
            for row in 0..<3 {
                let weights = memory.weights(row: row, block: block)
                weights.put(bytes: start == 4 ? 0xFF : 0x81, at: 0, count: kernel.blockBytes)
                weights.put(Float16(1), at: 0)
                if start == 4 { weights.put(Float16(1), at: 2) }
            }
        }
        kernel.run(memory.slice)
        let exact = memory.slice.exactResult(row: 1, of: kernel)
        #expect(abs(exact) > 2_000_000)
        for row in 0..<3 { #expect(Double(memory.slice.results[row]) == exact) }
    }
}
