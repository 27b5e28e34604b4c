import Catalog

/// The weights of one block, by the definitions of ggml-quants.c, written down once more.
enum Dequantized {
    static func block(_ bytes: ArraySlice<UInt8>, _ type: TensorType) -> [Float]? {
        let block = Array(bytes)
        return switch type {
        case .f32: [Float(bitPattern: UInt32(half: block, 0) | UInt32(half: block, 2) << 16)]
        case .f16: [half(block, 0)]
        case .bf16: [Float(bitPattern: UInt32(half: block, 0) << 16)]
        case .q8_0: block[2...].map { half(block, 0) * Float(Int8(bitPattern: $0)) }
        case .q4_0: nibbles(block[2...]).map { half(block, 0) * ($0 - 8) }
        case .q4_1: nibbles(block[4...]).map { half(block, 0) * $0 + half(block, 2) }
        case .q5_0: fives(block, from: 2).map { half(block, 0) * ($0 - 16) }
        case .q5_1: fives(block, from: 4).map { half(block, 0) * $0 + half(block, 2) }
        case .iq4_nl: block[2...].flatMap { [$0 & 15, $0 >> 4] }.map { half(block, 0) * levels[Int($0)] }
        case .iq4_xs: nonlinear(block)
        case .q2_k: twoBits(block)
        case .q3_k: threeBits(block)
        case .q4_k: fourOrFiveBits(block, codes: 16, high: nil)
        case .q5_k: fourOrFiveBits(block, codes: 48, high: 16)
        case .q6_k: sixBits(block)
        default: nil
        }
    }

    private static let levels: [Float] = [
        -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113,
    ]

    private static func half(_ block: [UInt8], _ place: Int) -> Float {
        Float(Float16(bitPattern: UInt16(UInt32(half: block, place))))
    }

    private static func nibbles(_ codes: ArraySlice<UInt8>) -> [Float] {
        codes.map { Float($0 & 15) } + codes.map { Float($0 >> 4) }
    }

    private static func fives(_ block: [UInt8], from start: Int) -> [Float] {
        let high = UInt32(half: block, start) | UInt32(half: block, start + 2) << 16
        return nibbles(block[(start + 4)...]).enumerated().map { $1 + Float(high >> UInt32($0) & 1) * 16 }
    }

    private static func nonlinear(_ block: [UInt8]) -> [Float] {
        let high = UInt32(half: block, 2)
        return (0..<8).flatMap { part -> [Float] in
            let low = block[4 + part / 2] >> UInt8(4 * (part % 2)) & 15
            let scale = half(block, 0) * (Float(UInt32(low) | (high >> UInt32(2 * part) & 3) << 4) - 32)
            let codes = block[(8 + 16 * part)..<(24 + 16 * part)]
            return (codes.map { $0 & 15 } + codes.map { $0 >> 4 }).map { scale * levels[Int($0)] }
        }
    }

    private static func twoBits(_ block: [UInt8]) -> [Float] {
        (0..<256).map { index in
            let scales = block[index / 16]
            let code = block[16 + index / 128 * 32 + index % 32] >> UInt8(index % 128 / 32 * 2) & 3
            return half(block, 80) * Float(scales & 15) * Float(code) - half(block, 82) * Float(scales >> 4)
        }
    }

    private static func threeBits(_ block: [UInt8]) -> [Float] {
        (0..<256).map { index in
            let group = index / 16
            let low = group < 8 ? block[96 + group] & 15 : block[96 + group - 8] >> 4
            let scale = Int(low | (block[104 + group % 4] >> UInt8(group / 4 * 2) & 3) << 4) - 32
            let code = Int(block[32 + index / 128 * 32 + index % 32] >> UInt8(index % 128 / 32 * 2) & 3)
            let isHigh = block[index % 32] >> UInt8(index / 32) & 1 == 1
            return half(block, 108) * Float(scale) * Float(isHigh ? code : code - 4)
        }
    }

    private static func fourOrFiveBits(_ block: [UInt8], codes: Int, high: Int?) -> [Float] {
        let packed = block[4..<16].map(Int.init)
        return (0..<256).map { index in
            let group = index / 32
            let scale = group < 4 ? packed[group] & 63 : packed[group + 4] & 15 | (packed[group - 4] >> 6) << 4
            let least = group < 4 ? packed[group + 4] & 63 : packed[group + 4] >> 4 | (packed[group] >> 6) << 4
            var code = Int(block[codes + index / 64 * 32 + index % 32] >> UInt8(group % 2 * 4) & 15)
            if let high { code += Int(block[high + index % 32] >> UInt8(group) & 1) * 16 }
            return half(block, 0) * Float(scale * code) - half(block, 2) * Float(least)
        }
    }

    private static func sixBits(_ block: [UInt8]) -> [Float] {
        (0..<256).map { index in
            let (part, place) = (index / 128, index % 128)
            let low = block[part * 64 + place % 64] >> UInt8(place / 64 * 4) & 15
            let high = block[128 + part * 32 + place % 32] >> UInt8(place / 32 * 2) & 3
            let scale = Int(Int8(bitPattern: block[192 + index / 16]))
            return half(block, 208) * Float(scale * (Int(low | high << 4) - 32))
        }
    }
}

extension UInt32 {
    /// Two bytes, the lowest first.
    fileprivate init(half block: [UInt8], _ place: Int) {
        self = UInt32(block[place]) | UInt32(block[place + 1]) << 8
    }
}
