/// Which type each tensor of a model gets in a mix, without an importance matrix: the rules of llama.cpp's
/// `llama_tensor_get_type` (src/llama-quant.cpp, as of 2026).
package struct MixRules: Sendable {
    let model: LanguageModel
    let mix: FileMix

    package init(_ model: LanguageModel, _ mix: FileMix) {
        self.model = model
        self.mix = mix
    }

    /// The type of one of the model's tensors.
    package func type(_ tensor: ModelTensor) -> TensorType {
        switch tensor.role {
        // The converter writes both in FP32, and the quantizer leaves them.
        case .small, .position: .f32
        default: fitting(isQuantized ? wanted(tensor) : mix.usualType, width: tensor.dimensions[0])
        }
    }

    private var isQuantized: Bool { mix.usualType.blockWeights > 1 }

    private func wanted(_ tensor: ModelTensor) -> TensorType {
        let layer = tensor.layer ?? 0
        switch tensor.role {
        case .output: return output(tensor)
        case .embedding: return model.tiedEmbeddings ? output(tensor) : mix.usualType
        case .attentionValue, .attentionFused: return attentionValue(layer)
        case .attentionKey: return model.experts == 8 ? .q8_0 : mix.usualType
        case .attentionOutput: return attentionOutput
        case .feedForwardDown: return feedForwardDown(layer)
        case .small, .position, .other: return mix.usualType
        }
    }

    private func output(_ tensor: ModelTensor) -> TensorType {
        if isFalcon || tensor.dimensions[0] % mix.usualType.blockWeights != 0 { return .q8_0 }
        return mix == .q8_0 ? .q8_0 : .q6_k
    }

    private func attentionValue(_ layer: Int) -> TensorType {
        if model.experts == 8 { return .q8_0 }
        let type: TensorType
        switch mix {
        case .q2_k: type = sharesKeys ? .q4_k : .q3_k
        case .q3_k_m: type = layer < 2 ? .q5_k : .q4_k
        case .q3_k_l: type = .q5_k
        case .iq4_nl, .iq4_xs: type = sharesKeys ? .q5_k : mix.usualType
        case .q4_k_m, .q5_k_m: type = getsMoreBits(layer) ? .q6_k : mix.usualType
        case .q4_k_s: type = layer < 4 ? .q5_k : .q4_k
        default: type = mix.usualType
        }
        // Eight heads share the matrix, so that more bits cost little.
        return isSeventyBillion && (type == .q3_k || type == .q4_k) ? .q5_k : type
    }

    private var attentionOutput: TensorType {
        if isFalcon { return mix == .q3_k_l ? .q4_k : mix.usualType }
        if model.experts == 8 {
            let raised: [FileMix] = [.q2_k, .q3_k_s, .q3_k_m, .iq4_nl, .q4_k_s, .q4_k_m, .iq4_xs]
            return raised.contains(mix) ? .q5_k : mix.usualType
        }
        return switch mix {
        case .q2_k: .q3_k
        case .q3_k_m: .q4_k
        case .q3_k_l: .q5_k
        default: mix.usualType
        }
    }

    private func feedForwardDown(_ layer: Int) -> TensorType {
        let isEarly = layer < model.layers / 8
        switch mix {
        case .q2_k: return .q3_k
        case .q3_k_m:
            if layer < model.layers / 16 { return .q5_k }
            return !isFalcon || getsMoreBits(layer) ? .q4_k : .q3_k
        case .q3_k_l: return isFalcon ? .q4_k : .q5_k
        case .q4_k_m where isFalcon:
            if layer < model.layers / 16 { return .q6_k }
            return getsMoreBits(layer) ? .q5_k : .q4_k
        case .q4_k_m, .q5_k_m: return getsMoreBits(layer) ? .q6_k : mix.usualType
        case .iq4_nl, .iq4_xs: return isEarly ? .q5_k : mix.usualType
        case .q4_k_s: return isEarly && !isFalcon ? .q5_k : .q4_k
        default: return mix.usualType
        }
    }

    /// The first and the last eighth of the layers, and each third one between.
    private func getsMoreBits(_ layer: Int) -> Bool {
        let eighth = model.layers / 8
        return layer < eighth || layer >= 7 * model.layers / 8 || (layer - eighth) % 3 == 2
    }

    /// A row must hold whole blocks; the types on the right have blocks of 32.
    private func fitting(_ type: TensorType, width: Int) -> TensorType {
        guard width % type.blockWeights != 0 else { return type }
        let lesser: TensorType =
            switch type {
            case .iq4_xs: .iq4_nl
            case .q2_k, .q3_k: .q4_0
            case .q4_k: .q5_0
            case .q5_k: .q5_1
            case .q6_k: .q8_0
            default: .f16
            }
        return width % lesser.blockWeights == 0 ? lesser : .f16
    }

    private var isFalcon: Bool { model.architecture == "falcon" }

    /// Whether at least four queries share a key.
    private var sharesKeys: Bool {
        guard let heads = model.heads, let keyHeads = model.kvHeads, keyHeads > 0 else { return false }
        return heads / keyHeads >= 4
    }

    /// llama.cpp takes Llama and Qwen2 of 80 layers for its type "70B", unless every head has its own keys.
    private var isSeventyBillion: Bool {
        model.layers == 80
            && (model.architecture == "qwen2" || model.architecture == "llama" && model.heads != model.kvHeads)
    }
}

extension LanguageModel {
    /// The tensors of a file of a mix; nil where the model's tensors are not known.
    package func storedTensors(_ mix: FileMix) -> [StoredTensor]? {
        guard let tensors else { return nil }
        let rules = MixRules(self, mix)
        let stored = tensors.compactMap { StoredTensor($0, rules.type($0)) }
        return stored.count == tensors.count ? stored : nil
    }

    /// The bytes of each type in a file of a mix; nil likewise.
    package func weightBytes(_ mix: FileMix) -> WeightBytes? {
        storedTensors(mix).map { WeightBytes($0, experts: experts, activeExperts: activeExperts) }
    }
}
