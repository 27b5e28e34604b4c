import Catalog

/// About a MiB of random weights in a type's blocks: finite, of mean 0 and of a size that keeps activations near 1.
///
/// A model's tensor repeats them. Their number is prime, so that hardly two rows of a matrix are alike; equal rows
/// would give all experts of a mixture the same score. The mean is 0 lest all tokens drift to the same activations,
/// and so to the same experts.
struct RandomBlocks {
    let bytes: [UInt8]
    let blockBytes: Int

    /// Root mean square of the weights: over a row of 1000 to 10000 the products of activations near 1 add up to
    /// between 1 and 3, far from half precision's 65504.
    private static let spread: Float = 0.03

    /// - Returns: Nil for a type that no mix has.
    init?(_ type: TensorType) {
        self.init(type, blocks: Self.prime(upTo: (1 << 20) / type.blockBytes))
    }

    /// Factors of normalized activations: between 0.9 and 1.1.
    static var norms: RandomBlocks {
        RandomBlocks(Self.prime(upTo: 1 << 14), 4, TensorType.f32) { random, block in
            Self.store(Float.random(in: 0.9...1.1, using: &random).bitPattern, at: 0, &block)
        }
    }

    private init?(_ type: TensorType, blocks: Int) {
        // A uniform distribution's root mean square is its end over the square root of 3.
        let end = Self.spread * 1.732
        let layout = BlockLayout(type)
        switch type {
        case .f32:
            self.init(blocks, 4, type) { random, block in
                Self.store(Float.random(in: -end...end, using: &random).bitPattern, at: 0, &block)
            }
        case .f16:
            self.init(blocks, 2, type) { random, block in
                Self.store(Float16(Float.random(in: -end...end, using: &random)).bitPattern, at: 0, &block)
            }
        case .bf16:
            self.init(blocks, 2, type) { random, block in
                let bits = Float.random(in: -end...end, using: &random).bitPattern
                Self.store(UInt16(bits >> 16), at: 0, &block)
            }
        case .mxfp4:
            // The exponent's bias is 128; ±12 halves at 2⁻⁸ are ±0.05.
            self.init(blocks, type.blockBytes, type) { random, block in
                block[0] = UInt8.random(in: 119...121, using: &random)
            }
        default:
            guard let layout else { return nil }
            self.init(blocks, type.blockBytes, type) { layout.scale(&$1, spread: Self.spread, &$0) }
        }
    }

    /// Fills blocks with random bytes, and lets the caller set those that are no codes.
    private init(
        _ count: Int, _ blockBytes: Int, _ type: TensorType, finish: (inout SplitMix, inout [UInt8]) -> Void
    ) {
        var random = SplitMix(seed: UInt64(type.rawValue))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * blockBytes)
        var block = [UInt8](repeating: 0, count: blockBytes)
        for _ in 0..<count {
            for index in block.indices { block[index] = UInt8(truncatingIfNeeded: random.next()) }
            finish(&random, &block)
            bytes += block
        }
        self.bytes = bytes
        self.blockBytes = blockBytes
    }

    /// The lowest byte first.
    static func store(_ value: some FixedWidthInteger, at position: Int, _ block: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { block.replaceSubrange(position..<position + $0.count, with: $0) }
    }

    private static func prime(upTo limit: Int) -> Int {
        func isPrime(_ number: Int) -> Bool {
            var divisor = 2
            while divisor * divisor <= number {
                if number % divisor == 0 { return false }
                divisor += 1
            }
            return true
        }
        var number = max(2, limit)
        while !isPrime(number) { number -= 1 }
        return number
    }
}

/// Where a type's blocks have their scales in half precision (ggml-common.h); all other bytes may have any value.
private struct BlockLayout {
    /// In bytes from the block's start.
    let scale: Int
    /// Root mean square of the block's random codes, inner scales included, where the scale is 1.
    let codes: Float
    /// A second number in half precision that is added to each code or, times an inner scale, taken from it; and its
    /// ratio to the scale that makes the mean 0.
    let offset: (place: Int, ratio: Float)?

    init?(_ type: TensorType) {
        let layout: (Int, Float, (Int, Float)?)? =
            switch type {
            case .q4_0: (0, 4.6, nil)
            case .q4_1: (0, 4.6, (2, -7.5))
            case .q5_0: (0, 9.2, nil)
            case .q5_1: (0, 9.2, (2, -15.5))
            case .q8_0: (0, 74, nil)
            case .q2_k: (80, 14, (82, 1.5))
            case .q3_k: (108, 42, nil)
            case .q4_k: (0, 256, (2, 7.5))
            case .q5_k: (0, 523, (2, 15.5))
            case .q6_k: (208, 1366, nil)
            case .iq4_nl: (0, 67, nil)
            case .iq4_xs: (0, 1250, nil)
            default: nil
            }
        guard let layout else { return nil }
        (scale, codes) = (layout.0, layout.1)
        offset = layout.2.map { (place: $0.0, ratio: $0.1) }
    }

    /// Sets the scales: of either sign, which evens out codes whose range reaches one further down than up.
    func scale(_ block: inout [UInt8], spread: Float, _ random: inout SplitMix) {
        let size = Float.random(in: 0.5...1.5, using: &random) * spread / codes
        let value = Bool.random(using: &random) ? size : -size
        RandomBlocks.store(Float16(value).bitPattern, at: scale, &block)
        guard let offset else { return }
        RandomBlocks.store(Float16(value * offset.ratio).bitPattern, at: offset.place, &block)
    }
}
