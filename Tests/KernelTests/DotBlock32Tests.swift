import Kernels
import Testing

/// Blocks of 32 written by hand, after the layout of GGUF files.
@Suite struct DotBlock32Tests {
    /// A format, as its description has it.
    struct Layout: Sendable {
        let format: String
        /// Where its quants begin, and its fifth bits if it has any.
        let quants: Int
        var fifthBits: Int?
        var hasMinimum = false
        /// What each code stands for.
        let values: [Int]

        static let all = [
            Layout(format: "Q4_0", quants: 2, values: Array(-8...7)),
            Layout(format: "Q4_1", quants: 4, hasMinimum: true, values: Array(0...15)),
            Layout(format: "Q5_0", quants: 6, fifthBits: 2, values: Array(-16...15)),
            Layout(format: "Q5_1", quants: 8, fifthBits: 4, hasMinimum: true, values: Array(0...31)),
            Layout(
                format: "IQ4_NL", quants: 2,
                values: [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113]),
            Layout(format: "MXFP4", quants: 1, values: [0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12]),
        ]

        /// Makes one element of a block of zeros `code`.
        func put(_ code: Int, element: Int, in block: UnsafeMutableRawPointer) {
            let byte = quants + element % 16
            let old = block.load(fromByteOffset: byte, as: UInt8.self)
            block.put(old | UInt8(code % 16) << (element < 16 ? 0 : 4), at: byte)
            guard let fifthBits, code >= 16 else { return }
            let bits = block.load(fromByteOffset: fifthBits + element / 8, as: UInt8.self)
            block.put(bits | 1 << UInt8(element % 8), at: fifthBits + element / 8)
        }

        /// Makes the scale of a block 1, and the minimum 3 if there is one.
        func putScale(in block: UnsafeMutableRawPointer) {
            if format == "MXFP4" { block.put(UInt8(128), at: 0) } else { block.put(Float16(1), at: 0) }
            if hasMinimum { block.put(Float16(3), at: 2) }
        }

        /// Makes one activation of a block of zeros `value`.
        func putActivation(_ value: Int8, element: Int, in block: UnsafeMutableRawPointer) {
            block.put(Float16(1), at: 0)
            if hasMinimum { block.put(Float16(value), at: 2) }
            block.put(value, at: (hasMinimum ? 4 : 2) + element)
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let kernel: DotKernel
        let layout: Layout
        var testDescription: String { kernel.description }

        static let all = Layout.all.flatMap { layout in
            DotKernel.all.filter { $0.format == layout.format && $0.instructionSet.isSupported }
                .map { Case(kernel: $0, layout: layout) }
        }
    }

    /// Each place takes each code, in each of four blocks that vectors hold together and in those that are left over.
    @Test(arguments: Case.all)
    func everyElementIsWhereTheFormatHasIt(given: Case) {
        let (kernel, layout) = (given.kernel, given.layout)
        let memory = DotMemory(kernel, rows: layout.values.count, blocksPerRow: 6)
        for (block, element) in (0..<6).flatMap({ block in (0..<32).map { (block, $0) } }) {
            for row in layout.values.indices {
                for index in 0..<6 {
                    memory.weights(row: row, block: index).put(bytes: 0, at: 0, count: kernel.blockBytes)
                    layout.putScale(in: memory.weights(row: row, block: index))
                }
                layout.put(row, element: element, in: memory.weights(row: row, block: block))
            }
            for index in 0..<6 { memory.activations(block: index).put(bytes: 0, at: 0, count: kernel.activationBytes) }
            layout.putActivation(-9, element: element, in: memory.activations(block: block))
            kernel.run(memory.slice)
            for (row, value) in layout.values.enumerated() {
                let expected = -9 * Float(value + (layout.hasMinimum ? 3 : 0))
                #expect(memory.slice.results[row] == expected, "element \(element) of block \(block): code \(row)")
                #expect(memory.slice.exactResult(row: row, of: kernel) == Double(expected))
            }
        }
    }

    /// Every finite half is a scale, and a minimum if there is one.
    @Test(arguments: Case.all.filter { $0.layout.format != "MXFP4" })
    func halvesAreConverted(given: Case) {
        let halves = DotBlockTests.halves
        let code = given.layout.values.firstIndex(of: 1) ?? 0
        let memory = DotMemory(given.kernel, rows: halves.count, blocksPerRow: 5)
        for block in 0..<5 { given.layout.putActivation(1, element: 0, in: memory.activations(block: block)) }
        for offset in given.layout.hasMinimum ? [0, 2] : [0] {
            for (row, half) in halves.enumerated() {
                let weights = memory.weights(row: row, block: row % 5)
                weights.put(bytes: 0, at: 0, count: given.kernel.blockBytes)
                weights.put(half, at: offset)
                if offset == 0 { given.layout.put(code, element: 0, in: weights) }
            }
            given.kernel.run(memory.slice)
            let wrong = halves.indices.first {
                memory.slice.results[$0] != Float(Float16(bitPattern: halves[$0]))
            }
            #expect(wrong == nil)
        }
    }

    /// Down to exponents whose power of two is subnormal.
    @Test(arguments: Case.all.filter { $0.layout.format == "MXFP4" })
    func everyExponentIsConverted(given: Case) {
        let memory = DotMemory(given.kernel, rows: 5 * 255, blocksPerRow: 5)
        for block in 0..<5 { given.layout.putActivation(1, element: 0, in: memory.activations(block: block)) }
        for row in 0..<(5 * 255) {
            let weights = memory.weights(row: row, block: row % 5)
            weights.put(UInt8(row / 5), at: 0)
            given.layout.put(1, element: 0, in: weights)
        }
        given.kernel.run(memory.slice)
        for row in 0..<(5 * 255) {
            let expected = Self.power(row / 5 - 128)
            #expect(memory.slice.results[row] == expected, "exponent \(row / 5)")
        }
    }

    private static func power(_ exponent: Int) -> Float {
        exponent < -126
            ? Float.leastNormalMagnitude / Float(1 << (-126 - exponent))
            : Float(sign: .plus, exponent: exponent, significand: 1)
    }

    /// Nothing saturates where all weights and activations are as large as they can be.
    @Test(arguments: Case.all, [Int8(127), -127])
    func theLargestValuesAreExact(given: Case, activation: Int8) {
        let largest = given.layout.values.map(abs).max()
        let code = given.layout.values.firstIndex { abs($0) == largest } ?? 0
        let memory = DotMemory(given.kernel, rows: 3, blocksPerRow: 9)
        for block in 0..<9 {
            for element in 0..<32 {
                given.layout.putActivation(activation, element: element, in: memory.activations(block: block))
            }
            if given.layout.hasMinimum { memory.activations(block: block).put(Float16(32 * Int(activation)), at: 2) }
            for row in 0..<3 {
                let weights = memory.weights(row: row, block: block)
                given.layout.putScale(in: weights)
                for element in 0..<32 { given.layout.put(code, element: element, in: weights) }
            }
        }
        given.kernel.run(memory.slice)
        let exact = memory.slice.exactResult(row: 1, of: given.kernel)
        #expect(abs(exact) > 200_000)
        for row in 0..<3 { #expect(Double(memory.slice.results[row]) == exact) }
    }
}
