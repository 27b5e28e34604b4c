import Catalog
import ModelFiles
import SystemPackage
import TokenModel

extension ModelDemand {
    /// Of a file, from the tensors it really has.
    /// - Throws: `Failure` where it is missing, damaged, or holds no language model.
    init(gguf path: FilePath) throws {
        let file = try GGUFFile(path)
        self.init(
            try file.languageModel(path), format: file.fileType ?? "unknown", tensors: file.tensors,
            usedLayers: file.usedLayers)
    }
}
