import Catalog
import ModelFiles
import Quantities
import Report
import SystemPackage
import TokenModel

extension Predict {
    /// From the bytes that the file's tensors really have.
    func prediction(for path: FilePath, _ basis: PredictionBasis) throws -> SimplePrediction {
        let file = try GGUFFile(path)
        return SimplePrediction(
            try file.languageModel(path), format: file.fileType ?? "unknown", fileSize: file.size,
            bytesPerToken: file.weightBytes.bytesPerToken, bandwidth: basis.bandwidth, memory: basis.memory,
            compute: basis.compute(prompt: prompt))
    }

    /// What a token reads, by type, since a file's label tells only what most matrices were meant to have.
    func composition(of path: FilePath) throws -> String {
        let bytes = try GGUFFile(path).weightBytes
        let all = Double(max(1, bytes.bytesPerToken.bytes))
        let shares = bytes.perToken.sorted { ($1.value, $0.key.name) < ($0.value, $1.key.name) }.map {
            "\((Double($0.value) / all * 100).significant(2)) % \($0.key.name)"
        }
        return "\(bytes.bytesPerToken.gigabytes.significant(3)) GB are read for each token: "
            + shares.joined(separator: ", ") + "."
    }
}
