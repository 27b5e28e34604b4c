/// How the weights of one tensor are stored; the raw value is the number GGUF files have for it (ggml.h, `ggml_type`).
package enum TensorType: Int, CaseIterable, Sendable {
    case f32 = 0
    case f16 = 1
    case q4_0 = 2
    case q4_1 = 3
    case q5_0 = 6
    case q5_1 = 7
    case q8_0 = 8
    case q8_1 = 9
    case q2_k = 10
    case q3_k = 11
    case q4_k = 12
    case q5_k = 13
    case q6_k = 14
    case q8_k = 15
    case iq2_xxs = 16
    case iq2_xs = 17
    case iq3_xxs = 18
    case iq1_s = 19
    case iq4_nl = 20
    case iq3_s = 21
    case iq2_s = 22
    case iq4_xs = 23
    case i8 = 24
    case i16 = 25
    case i32 = 26
    case i64 = 27
    case f64 = 28
    case iq1_m = 29
    case bf16 = 30
    case tq1_0 = 34
    case tq2_0 = 35
    case mxfp4 = 39
    case nvfp4 = 40
    case q1_0 = 41
    case q2_0 = 42
}

extension TensorType {
    /// As llama.cpp prints it, in capitals: "Q4_K", "MXFP4".
    package var name: String { "\(self)".uppercased() }

    /// Weights of one block; a row holds whole blocks.
    package var blockWeights: Int { block.weights }

    /// Bytes of one block, its scales included.
    package var blockBytes: Int { block.bytes }

    /// Block layouts of ggml-common.h.
    private var block: (weights: Int, bytes: Int) {
        switch self {
        case .i8: (1, 1)
        case .f16, .bf16, .i16: (1, 2)
        case .f32, .i32: (1, 4)
        case .f64, .i64: (1, 8)
        case .q4_0, .iq4_nl: (32, 18)
        case .q4_1: (32, 20)
        case .q5_0: (32, 22)
        case .q5_1: (32, 24)
        case .q8_0: (32, 34)
        case .q8_1: (32, 36)
        case .mxfp4: (32, 17)
        case .nvfp4: (64, 36)
        case .q2_0: (64, 18)
        case .q1_0: (128, 18)
        default: (256, superblockBytes)
        }
    }

    private var superblockBytes: Int {
        switch self {
        case .iq1_s: 50
        case .tq1_0: 54
        case .iq1_m: 56
        case .iq2_xxs, .tq2_0: 66
        case .iq2_xs: 74
        case .iq2_s: 82
        case .q2_k: 84
        case .iq3_xxs: 98
        case .iq3_s, .q3_k: 110
        case .iq4_xs: 136
        case .q4_k: 144
        case .q5_k: 176
        case .q6_k: 210
        default: 292  // Q8_K: 256 numbers, a scale of 4 bytes and 16 sums of 2.
        }
    }

    /// Bytes of so many weights in whole blocks; nil where they fill none wholly, or where the number overflows.
    package func bytes(weights: Int) -> Int? {
        guard weights % blockWeights == 0 else { return nil }
        let (bytes, overflow) = (weights / blockWeights).multipliedReportingOverflow(by: blockBytes)
        return overflow ? nil : bytes
    }
}
