extension TensorType {
    /// Formats whose unpacking costs are most alike, the most alike first; for those that nobody has measured.
    package var neighbours: [TensorType] {
        switch self {
        case .f64, .i64, .i32, .i16, .i8: [.f32]
        case .f32: [.f16, .bf16]
        case .f16: [.bf16, .f32]
        case .bf16: [.f16, .f32]
        case .q8_0: [.q8_k, .q5_0, .q6_k]
        case .q8_1, .q8_k: [.q8_0]
        case .q4_0: [.q4_1, .iq4_nl, .q8_0]
        case .q4_1: [.q4_0, .q5_1, .q8_0]
        case .q5_0: [.q5_1, .q4_0, .q8_0]
        case .q5_1: [.q5_0, .q4_1, .q8_0]
        case .iq4_nl: [.mxfp4, .iq4_xs, .q4_0, .q8_0]
        case .mxfp4, .nvfp4: [.iq4_nl, .mxfp4, .q4_0, .q8_0]
        case .iq4_xs: [.iq4_nl, .q4_k, .q8_0]
        case .q2_k: [.q3_k, .q4_k, .q8_0]
        case .q3_k: [.q2_k, .q4_k, .q8_0]
        case .q4_k: [.q5_k, .q6_k, .q8_0]
        case .q5_k: [.q4_k, .q6_k, .q8_0]
        case .q6_k: [.q5_k, .q4_k, .q8_0]
        case .iq1_s, .iq1_m, .iq2_xxs, .iq2_xs, .iq2_s, .tq1_0, .tq2_0, .q1_0, .q2_0: [.q2_k, .q3_k, .q4_k, .q8_0]
        case .iq3_xxs, .iq3_s: [.q3_k, .q2_k, .q4_k, .q8_0]
        }
    }

    /// The type itself or the nearest of which something is known.
    package func nearest(_ isKnown: (TensorType) -> Bool) -> TensorType? {
        isKnown(self) ? self : neighbours.first(where: isKnown)
    }

    /// Whether weights are plain numbers, which engines multiply without unpacking.
    package var isPlain: Bool { blockWeights == 1 }
}
