import Catalog
import Records
import SystemPackage

/// A checkpoint's tensors under GGUF's names, experts joined.
struct CollectedTensors {
    private let names: HuggingFaceNames
    private let config: HuggingFaceConfig
    private let folder: FilePath
    private var own: [String: [Int]] = [:]
    private var experts: [String: [Int: [Int]]] = [:]
    /// Bytes by type.
    private(set) var stored: [String: Int] = [:]

    init(_ config: HuggingFaceConfig, _ folder: FilePath) {
        self.config = config
        self.folder = folder
        names = HuggingFaceNames(config: config)
    }

    mutating func add(_ tensor: SafetensorsTensor) throws {
        let place = names[tensor.name]
        guard place != .ignored else { return }
        let short = tensor.name.prefix(200)
        guard place != .unknown else {
            throw failure("a \(config.architecture) with the tensor \(short) is not known to this program")
        }
        guard ["F32", "F16", "BF16"].contains(tensor.type) else {
            throw failure("\(short) is stored as \(tensor.type), so that the model is quantized already")
        }
        guard (1...3).contains(tensor.shape.count), tensor.shape.allSatisfy({ $0 > 0 }) else {
            throw failure("\(short) has the shape \(tensor.shape)")
        }
        stored[tensor.type, default: 0] += tensor.bytes
        // Rows come first in PyTorch, their width in GGUF.
        let dimensions = Array(tensor.shape.reversed())
        let isNew: Bool
        switch place {
        case .own("token_embd.weight") where dimensions.count == 2:
            isNew =
                own.updateValue([dimensions[0], min(dimensions[1], config.vocabulary)], forKey: "token_embd.weight")
                == nil
        case .own(let name): isNew = own.updateValue(dimensions, forKey: name) == nil
        case .expert(let name, let expert):
            isNew = experts[name, default: [:]].updateValue(dimensions, forKey: expert) == nil
        default: isNew = true
        }
        guard isNew else { throw failure("\(short) is there twice") }
    }

    /// All tensors.
    /// - Throws: `Failure` where an expert is missing, or unlike the others.
    func whole() throws -> [ModelTensor] {
        let joined = try experts.map { name, parts in
            guard parts.count == config.experts, let first = parts[0], parts.values.allSatisfy({ $0 == first }) else {
                throw failure("\(name) has \(parts.count) of \(config.experts) experts, or they differ in shape")
            }
            return ModelTensor(name, first + [config.experts])
        }
        return own.map { ModelTensor($0.key, $0.value) }.sorted { $0.name < $1.name }
            + joined.sorted { $0.name < $1.name }
    }

    private func failure(_ cause: String) -> Failure {
        Failure(
            .badData, cannot: "read \(folder)", because: cause,
            remedy: "Name the folder of the original model, or a GGUF file with --gguf")
    }
}
