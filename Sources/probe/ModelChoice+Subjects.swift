import Catalog
import ModelFiles
import Quantities
import Records
import Report
import SystemPackage
import TokenModel

extension ModelChoice {
    /// The models, each in each format.
    func subjects() throws -> [Forecaster.Subject] {
        if let gguf { return [try subject(file: FilePath(gguf))] }
        let catalog = try Catalog.builtIn()
        if let hf { return try subjects(folder: FilePath(hf), catalog) }
        if size != nil || parameters != nil { return try assumed(catalog) }
        let models = model == "all" ? catalog.models : catalog.models(matching: model)
        guard !models.isEmpty else {
            throw Failure(
                .usage, cannot: "predict for --model \(model)", because: "no known model has that in its name",
                remedy: "See `probe predict --model all`, or give the file's --size")
        }
        let formats = try formats(catalog)
        return models.flatMap { model in
            formats.compactMap { ModelDemand(model, $0).map { Forecaster.Subject($0) } }
        }
    }

    private func assumed(_ catalog: Catalog) throws -> [Forecaster.Subject] {
        try formats(catalog, usual: Self.usualFormat).compactMap { format in
            let demand =
                size.map { ModelDemand(fileSize: $0, format, among: catalog.models) }
                ?? parameters.map { ModelDemand(parameters: $0.count, format, among: catalog.models) }
            return demand.flatMap(\.self).map { Forecaster.Subject($0) }
        }
    }

    /// In the formats for which llama.cpp's rules are known; in others by their average bits where they are asked for.
    private func subjects(folder: FilePath, _ catalog: Catalog) throws -> [Forecaster.Subject] {
        let model = try HuggingFaceModel(folder)
        return try formats(catalog).compactMap { format in
            if let mix = FileMix(rawValue: format.name) {
                let tensors = model.storedTensors(mix)
                return .init(ModelDemand(model.languageModel, format: format.name, tensors: tensors))
            }
            guard quantization != nil else { return nil }
            return ModelDemand(model.languageModel, format).map { Forecaster.Subject($0) }
        }
    }

    /// From the bytes that the file's tensors really have.
    private func subject(file path: FilePath) throws -> Forecaster.Subject {
        let demand = try ModelDemand(gguf: path)
        return Forecaster.Subject(demand, fileSize: try GGUFFile(path).size)
    }

    /// What a token reads of a file, by type, since its label tells only what most matrices were meant to have; nil
    /// of other models.
    func composition() throws -> String? {
        guard let gguf else { return nil }
        let bytes = try GGUFFile(FilePath(gguf)).weightBytes
        let all = Double(max(1, bytes.bytesPerToken.bytes))
        let shares = bytes.perToken.sorted { ($1.value, $0.key.name) < ($0.value, $1.key.name) }.map {
            "\((Double($0.value) / all * 100).significant(2)) % \($0.key.name)"
        }
        return "\(bytes.bytesPerToken.gigabytes.significant(3)) GB are read for each token: "
            + shares.joined(separator: ", ") + "."
    }
}
