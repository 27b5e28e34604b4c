import CPlatform
import Catalog
import ModelFiles
import Quantities
import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A model of random weights to rate an engine with: real matrices, few layers.
package struct EngineModel: Hashable, Sendable {
    /// "usual Q4_K_M".
    package let name: String
    package let model: LanguageModel
    package let mix: FileMix

    /// What kinds there are.
    package enum Shape: String, CaseIterable, Sendable {
        /// The matrices of a model of 1 to 3 billion weights.
        case usual
        /// Many narrow layers, whose overheads and attention weigh.
        case thin
        /// A mixture of experts.
        case mixture
    }

    /// - Parameter layers: at least one.
    package init(_ shape: Shape, _ mix: FileMix, layers: Int) {
        name = "\(shape.rawValue) \(mix.rawValue)"
        model = LanguageModel(shape, layers: layers)
        self.mix = mix
    }

    /// As a record has it.
    /// - Returns: nil of a record that no version of this program wrote.
    package init?(_ record: EngineDetails.Model) {
        guard let mix = FileMix(rawValue: record.format), record.isPossible else { return nil }
        self.mix = mix
        name = record.name
        model = LanguageModel(
            name: record.name, architecture: record.architecture, layers: record.layers, embedding: record.embedding,
            heads: record.heads, kvHeads: record.kvHeads, headDimension: record.headDimension,
            feedForward: record.feedForward, vocabulary: record.vocabulary, experts: record.experts,
            activeExperts: record.activeExperts, tiedEmbeddings: record.tiedEmbeddings, parameters: 0,
            activeParameters: 0, source: "random weights")
        guard model.storedTensors(mix) != nil else { return nil }
    }

    /// For the record.
    package func record(bytes: Int) -> EngineDetails.Model {
        EngineDetails.Model(
            name: name, format: mix.rawValue, architecture: model.architecture, layers: model.layers,
            embedding: model.embedding, heads: model.heads ?? 0, kvHeads: model.kvHeads ?? 0,
            headDimension: model.headDimension ?? 0, feedForward: model.feedForward ?? 0,
            vocabulary: model.vocabulary, experts: model.experts, activeExperts: model.activeExperts,
            tiedEmbeddings: model.tiedEmbeddings, bytes: bytes)
    }
}

extension EngineModel {
    /// Of all weights, in bytes.
    package var bytes: Int { (model.storedTensors(mix) ?? []).reduce(0) { $0 + $1.bytes } }

    /// With so many layers that its weights have at least so many bytes, and no fewer than two: some mixes have other
    /// formats in every second one.
    package static func filling(_ bytes: Int, _ shape: Shape, _ mix: FileMix) -> EngineModel {
        let (two, four) = (EngineModel(shape, mix, layers: 2).bytes, EngineModel(shape, mix, layers: 4).bytes)
        let pair = max(1, four - two)
        let more = max(0, (bytes - two + pair - 1) / pair)
        return EngineModel(shape, mix, layers: shape == .thin ? 16 : 2 + 2 * more)
    }
}

extension EngineDetails.Model {
    /// Whether the numbers may be a model's at all: a record is made by others, and their products must not overflow.
    fileprivate var isPossible: Bool {
        [layers, heads, kvHeads, headDimension].allSatisfy((1...1 << 10).contains)
            && [embedding, feedForward, vocabulary].allSatisfy((1...1 << 18).contains)
            && (0...1 << 10).contains(experts) && (0...experts).contains(activeExperts)
    }
}

extension LanguageModel {
    fileprivate init(_ shape: EngineModel.Shape, layers: Int) {
        let facts =
            switch shape {
            // Of Llama 3.2 1B, with fewer words: its matrices are those of many models, and whole blocks wide.
            case .usual: (2048, 32, 8, 8192, 0, 0)
            case .thin: (768, 16, 8, 2048, 0, 0)
            case .mixture: (2048, 16, 16, 1024, 32, 4)
            }
        let (embedding, heads, kvHeads, feedForward, experts, active) = facts
        self.init(
            name: shape.rawValue, architecture: experts > 0 ? "olmoe" : "llama", layers: layers, embedding: embedding,
            heads: heads, kvHeads: kvHeads, headDimension: experts > 0 ? 128 : 64, feedForward: feedForward,
            vocabulary: 16_384, experts: experts, activeExperts: active, tiedEmbeddings: experts == 0, parameters: 0,
            activeParameters: 0, source: "random weights")
    }
}

/// A model's file without a name: nothing of it remains, even if the program is killed.
package final class EngineModelFile {
    package let model: EngineModel
    package let bytes: Int
    private let descriptor: Int32

    /// Writes it.
    /// - Throws: `Failure` with 73 where it cannot be created, 74 where there is no room; `CancellationError`.
    package init(_ model: EngineModel, in folder: FilePath, isCancelled: () -> Bool) throws {
        self.model = model
        let file = try SyntheticFile(model.model, model.mix)
        bytes = file.size.bytes
        var hadName = false
        descriptor = cp_open_unnamed(folder.string, &hadName)
        guard descriptor >= 0 else {
            throw Failure(
                .cannotCreateOutput, cannot: "create a temporary file in \(folder)",
                because: Errno(rawValue: errno).explained,
                remedy: "Name a folder that you may write to with --directory")
        }
        do {
            try file.write(to: FileDescriptor(rawValue: descriptor), isCancelled)
            // Lest the kernel write it back while an engine is measured.
            guard fdatasync(descriptor) == 0 else { throw Errno(rawValue: errno) }
        } catch let error as Errno {
            throw Failure(
                .outputError, cannot: "write a model of \(file.size) to \(folder)", because: error.explained,
                remedy: "Free space there, or name another folder with --directory")
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// What other processes of this user open it by, while this one lives.
    package var path: String { "/proc/\(getpid())/fd/\(descriptor)" }
}
