import Kernels
import Testing

/// Blocks of 256 written by hand, after the layout of GGUF files.
@Suite struct DotBlockOf256Tests {
    struct Case: Sendable, CustomTestStringConvertible {
        let kernel: DotKernel
        let block: DotBlockOf256
        var testDescription: String { "\(kernel)" }

        static let all = DotBlockOf256.all.flatMap { block in
            DotKernel.all.filter { $0.format == block.format && $0.instructionSet.isSupported }
                .map { Case(kernel: $0, block: block) }
        }
    }

    static let halves = (UInt16.min...UInt16.max).filter { $0 & 0x7C00 != 0x7C00 }

    /// Each element in turn has each scale, minimum and quant, and no other activation is there.
    @Test(arguments: Case.all)
    func everyElementIsWhereTheFormatHasIt(of test: Case) {
        let block = test.block
        let memory = DotMemory(test.kernel, rows: 1, blocksPerRow: 1)
        let weights = memory.weights(row: 0, block: 0)
        let activations = memory.activations(block: 0)
        activations.put(Float(2), at: 0)
        for element in 0..<256 {
            activations.put(bytes: 0, at: 4, count: 288)
            activations.put(Int8(-9), at: 4 + element)
            activations.put(Int16(-9), at: 260 + element / 16 * 2)
            for (turn, quant) in block.quants.enumerated() {
                let scale = block.scales[turn % block.scales.count], minimum = block.minima[turn % block.minima.count]
                weights.put(bytes: 0xA5, at: 0, count: test.kernel.blockBytes)
                weights.put(Float16(1), at: block.scaleAt)
                if let at = block.minimumScaleAt { weights.put(Float16(0.5), at: at) }
                block.putScale(weights, element / block.elementsOfScale, scale)
                block.putMinimum(weights, element / block.elementsOfScale, minimum)
                block.putQuant(weights, element, quant.quant)
                test.kernel.run(memory.slice)
                let expected = -18 * (Double(scale * quant.value) - 0.5 * Double(minimum))
                #expect(Double(memory.slice.results[0]) == expected, "element \(element), quant \(quant.quant)")
                #expect(memory.slice.exactResult(row: 0, of: test.kernel) == expected, "element \(element)")
            }
        }
    }

    @Test(arguments: Case.all)
    func halvesAreConverted(of test: Case) {
        let block = test.block
        let memory = DotMemory(test.kernel, rows: Self.halves.count, blocksPerRow: 1)
        memory.activations(block: 0).put(Float(1), at: 0)
        memory.activations(block: 0).put(Int8(1), at: 4)
        memory.activations(block: 0).put(Int16(1), at: 260)
        let last = block.quants[block.quants.count - 1]
        for (offset, factor) in [(block.scaleAt, Float(last.value)), (block.minimumScaleAt ?? 0, -1)] {
            guard factor > 0 || block.minimumScaleAt != nil else { continue }
            for (row, half) in Self.halves.enumerated() {
                let weights = memory.weights(row: row, block: 0)
                weights.put(bytes: 0, at: 0, count: test.kernel.blockBytes)
                weights.put(half, at: offset)
                block.putScale(weights, 0, 1)
                block.putMinimum(weights, 0, 1)
                block.putQuant(weights, 0, last.quant)
            }
            test.kernel.run(memory.slice)
            let wrong = Self.halves.indices.first {
                memory.slice.results[$0] != factor * Float(Float16(bitPattern: Self.halves[$0]))
            }
            #expect(wrong == nil)
        }
    }

    /// Nothing saturates where weights, scales and activations are as large as they can be, of either sign.
    @Test(arguments: Case.all, [Int8(127), -127])
    func theLargestValuesAreExact(of test: Case, activation: Int8) {
        let block = test.block
        for (scale, quant) in [(0, 0), (0, 1), (1, 0), (1, block.quants.count - 1)] {
            let memory = DotMemory(test.kernel, rows: 5, blocksPerRow: 4)
            for index in 0..<4 {
                let activations = memory.activations(block: index)
                activations.put(Float(1), at: 0)
                activations.put(bytes: UInt8(bitPattern: activation), at: 4, count: 256)
                for part in 0..<16 { activations.put(16 * Int16(activation), at: 260 + 2 * part) }
                for row in 0..<5 {
                    let weights = memory.weights(row: row, block: index)
                    weights.put(Float16(1), at: block.scaleAt)
                    if let at = block.minimumScaleAt { weights.put(Float16(1), at: at) }
                    for part in 0..<(256 / block.elementsOfScale) {
                        block.putScale(weights, part, block.scales[scale])
                        block.putMinimum(weights, part, block.minima[block.minima.count == 1 ? 0 : 1])
                    }
                    for element in 0..<256 { block.putQuant(weights, element, block.quants[quant].quant) }
                }
            }
            test.kernel.run(memory.slice)
            let exact = memory.slice.exactResult(row: 3, of: test.kernel)
            #expect((0..<5).allSatisfy { Double(memory.slice.results[$0]) == exact }, "\(scale) \(quant)")
        }
    }
}
