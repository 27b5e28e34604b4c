import Kernels

/// How one element of a block is written, as GGUF's files have it; sixteenths and parts have scales of their own.
struct DotBlockOf256: Sendable {
    let format: String
    /// Where d is, and dmin where there is one.
    let scaleAt: Int
    var minimumScaleAt: Int?
    /// Elements with one scale.
    let elementsOfScale: Int
    /// Scales of either end of their range, and quants with what they stand for.
    let scales: [Int]
    let quants: [(quant: Int, value: Int)]
    let minima: [Int]
    /// Writes a scale, and a minimum, by its index.
    let putScale: @Sendable (UnsafeMutableRawPointer, Int, Int) -> Void
    var putMinimum: @Sendable (UnsafeMutableRawPointer, Int, Int) -> Void = { _, _, _ in }
    /// Writes the quant of an element by its index.
    let putQuant: @Sendable (UnsafeMutableRawPointer, Int, Int) -> Void
}

extension UnsafeMutableRawPointer {
    /// Replaces as many bits of a byte as the mask has, from bit `shift` on.
    fileprivate func put(bits: Int, mask: UInt8, shift: Int, at offset: Int) {
        let kept = load(fromByteOffset: offset, as: UInt8.self) & ~(mask << shift)
        put(kept | (UInt8(truncatingIfNeeded: bits) & mask) << shift, at: offset)
    }

    /// One of the eight scales, or minima behind them, of six bits that Q4_K and Q5_K have.
    fileprivate func put(sixBits value: Int, index: Int, minimum: Bool) {
        let first = minimum ? 8 : 4
        if index < 4 { return put(bits: value, mask: 63, shift: 0, at: first + index) }
        put(bits: value, mask: 15, shift: minimum ? 4 : 0, at: 8 + index)
        put(bits: value >> 4, mask: 3, shift: 6, at: first + index - 4)
    }

    /// The two bits that Q3_K and Q2_K have of each element in 64 bytes.
    fileprivate func put(twoBits value: Int, element: Int, start: Int) {
        put(bits: value, mask: 3, shift: element / 32 % 4 * 2, at: start + element / 128 * 32 + element % 32)
    }
}

extension DotBlockOf256 {
    static let all = [q6K, q5K, q3K, q2K, iq4XS]

    private static let q6K = DotBlockOf256(
        format: "Q6_K", scaleAt: 208, elementsOfScale: 16, scales: [-128, 127, 5],
        quants: [(0, -32), (63, 31), (37, 5)], minima: [0],
        putScale: { $0.put(Int8($2), at: 192 + $1) },
        putQuant: { block, element, quant in
            let group = element / 32 % 4
            let low = element / 128 * 64 + group % 2 * 32 + element % 32
            block.put(bits: quant, mask: 15, shift: group / 2 * 4, at: low)
            block.put(bits: quant >> 4, mask: 3, shift: 2 * group, at: 128 + element / 128 * 32 + element % 32)
        })

    private static let q5K = DotBlockOf256(
        format: "Q5_K", scaleAt: 0, minimumScaleAt: 2, elementsOfScale: 32, scales: [1, 63, 38],
        quants: [(0, 0), (31, 31), (21, 21)], minima: [0, 63, 41],
        putScale: { $0.put(sixBits: $2, index: $1, minimum: false) },
        putMinimum: { $0.put(sixBits: $2, index: $1, minimum: true) },
        putQuant: { block, element, quant in
            let part = element / 32
            block.put(bits: quant, mask: 15, shift: part % 2 * 4, at: 48 + part / 2 * 32 + element % 32)
            block.put(bits: quant >> 4, mask: 1, shift: part, at: 16 + element % 32)
        })

    private static let q3K = DotBlockOf256(
        format: "Q3_K", scaleAt: 108, elementsOfScale: 16, scales: [-32, 31, 13],
        quants: [(0, -4), (7, 3), (5, 1)], minima: [0],
        putScale: { block, index, scale in
            block.put(bits: scale + 32, mask: 15, shift: index / 8 * 4, at: 96 + index % 8)
            block.put(bits: (scale + 32) >> 4, mask: 3, shift: index / 4 * 2, at: 104 + index % 4)
        },
        putQuant: { block, element, quant in
            block.put(twoBits: quant, element: element, start: 32)
            block.put(bits: quant >> 2, mask: 1, shift: element / 32, at: element % 32)
        })

    private static let q2K = DotBlockOf256(
        format: "Q2_K", scaleAt: 80, minimumScaleAt: 82, elementsOfScale: 16, scales: [1, 15, 6],
        quants: [(0, 0), (3, 3), (2, 2)], minima: [0, 15, 9],
        putScale: { $0.put(bits: $2, mask: 15, shift: 0, at: $1) },
        putMinimum: { $0.put(bits: $2, mask: 15, shift: 4, at: $1) },
        putQuant: { $0.put(twoBits: $2, element: $1, start: 16) })

    private static let iq4XS = DotBlockOf256(
        format: "IQ4_XS", scaleAt: 0, elementsOfScale: 32, scales: [-32, 31, 11],
        quants: Array([-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113].enumerated())
            .map { (quant: $0.offset, value: $0.element) },
        minima: [0],
        putScale: { block, index, scale in
            block.put(bits: scale + 32, mask: 15, shift: index % 2 * 4, at: 4 + index / 2)
            block.put(bits: (scale + 32) >> 4, mask: 3, shift: index % 4 * 2, at: 2 + index / 4)
        },
        putQuant: { block, element, quant in
            let byte = 8 + element / 32 * 16 + element % 16
            block.put(bits: quant, mask: 15, shift: element / 16 % 2 * 4, at: byte)
        })
}
