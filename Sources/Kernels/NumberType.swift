import CKernels

/// What the numbers are that a compute kernel multiplies.
package enum NumberType: String, CaseIterable, Sendable {
    case fp64, fp32, fp16, bf16, int8

    init?(_ raw: ck_number) {
        switch raw {
        case CK_FP64: self = .fp64
        case CK_FP32: self = .fp32
        case CK_FP16: self = .fp16
        case CK_BF16: self = .bf16
        case CK_INT8: self = .int8
        default: return nil
        }
    }
}
