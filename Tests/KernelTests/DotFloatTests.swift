import Kernels
import Testing

/// Weights that are numbers as they are.
@Suite struct DotFloatTests {
    static func kernels(_ format: String) -> [DotKernel] {
        DotKernel.all.filter { $0.format == format && $0.instructionSet.isSupported }
    }

    /// Every finite number of 16 bits, in each place in turn, is what it says as weight and as activation. The
    /// instruction for BF16 takes subnormal numbers as 0.
    @Test(arguments: kernels("F16") + kernels("BF16"))
    func everyNumberIsConverted(kernel: DotKernel) {
        let isHalf = kernel.format == "F16"
        let all = (UInt16.min...UInt16.max).map { ($0, Self.value($0, isHalf: isHalf)) }.filter { _, value in
            value.isFinite && (value.isNormal || value == 0 || kernel.instructionSet != .avx512BF16)
        }
        let one = isHalf ? Float16(1).bitPattern : UInt16(Float(1).bitPattern >> 16)
        let memory = DotMemory(kernel, rows: all.count, blocksPerRow: 3)
        for index in 0..<96 { memory.slice.activations.put(one, at: 2 * index) }
        for (row, number) in all.enumerated() {
            memory.weights(row: row, block: 0).put(number.0, at: 2 * (row % 96))
        }
        kernel.run(memory.slice)
        #expect(all.indices.first { memory.slice.results[$0] != all[$0].1 } == nil)
        let few = DotMemory(kernel, rows: 1, blocksPerRow: 1)
        few.slice.weights.put(one, at: 2 * 5)
        let wrong = all.first { number in
            few.slice.activations.put(number.0, at: 2 * 5)
            kernel.run(few.slice)
            return few.slice.results[0] != number.1
        }
        #expect(wrong == nil)
    }

    @Test(arguments: kernels("F32"))
    func floatsAreTakenAsTheyAre(kernel: DotKernel) {
        let memory = DotMemory(kernel, rows: 5, blocksPerRow: 3)
        for (index, row) in (0..<96).flatMap({ index in (0..<5).map { (index, $0) } }) {
            memory.slice.weights.put(bytes: 0, at: 0, count: 5 * 3 * kernel.blockBytes)
            memory.slice.activations.put(bytes: 0, at: 0, count: 3 * kernel.activationBytes)
            memory.weights(row: row, block: 0).put(Float(1.1), at: 4 * index)
            memory.slice.activations.put(Float(-3.7e20), at: 4 * index)
            kernel.run(memory.slice)
            #expect(memory.slice.results[row] == Float(1.1) * Float(-3.7e20))
        }
    }

    private static func value(_ bits: UInt16, isHalf: Bool) -> Float {
        isHalf ? Float(Float16(bitPattern: bits)) : Float(bitPattern: UInt32(bits) << 16)
    }
}
