import Records
import SystemPackage

/// The tensors of a folder's safetensors file, or of all those that its index names.
struct SafetensorsParts {
    let tensors: [SafetensorsTensor]

    /// Real models have some hundred at most; with `ByteSource.largestFile` their sizes add up within 2⁶³.
    private static let mostParts = 1024

    init(_ folder: FilePath) throws {
        let index = folder.appending("model.safetensors.index.json")
        let names: [String: [String]]
        do {
            names = try ByteSource.withFile(index) { try Self.names($0) }
        } catch let failure as Failure where failure.status == .inputMissing {
            tensors = try Self.header(folder.appending("model.safetensors")).tensors
            return
        }
        tensors = try names.sorted { $0.key < $1.key }.flatMap { file, expected in
            let header = try Self.header(folder.appending(file))
            let missing = Set(expected).subtracting(header.tensors.map(\.name)).sorted().first
            guard let missing else { return header.tensors }
            throw Self.failure(
                folder.appending(file).string, "it lacks \(missing.prefix(200)), which the index has in it")
        }
    }

    private static func header(_ path: FilePath) throws -> SafetensorsHeader {
        try ByteSource.withFile(path, kind: "a model's folder with its safetensors files") {
            try SafetensorsHeader($0)
        }
    }

    /// The names of tensors in each file.
    private static func names(_ source: ByteSource) throws -> [String: [String]] {
        guard source.size <= 64 << 20 else { throw source.damaged("it has \(source.size) bytes") }
        let value: JSONValue
        do {
            value = try JSONReader.value(try source.read(0, source.size))
        } catch let error as JSONError {
            throw source.damaged("it is no JSON: \(error.cause)")
        }
        guard case .object(let map) = value["weight_map"], !map.isEmpty else {
            throw source.damaged("it has no weight_map")
        }
        var names: [String: [String]] = [:]
        for (tensor, file) in map {
            guard case .string(let file) = file, FilePath.Component(file)?.kind == .regular,
                file.hasSuffix(".safetensors")
            else { throw source.damaged("\(tensor.prefix(200)) is in no safetensors file of the folder") }
            names[file, default: []].append(tensor)
        }
        guard names.count <= mostParts else { throw source.damaged("it names \(names.count) files") }
        return names
    }

    private static func failure(_ name: String, _ cause: String) -> Failure {
        Failure(
            .badData, cannot: "read \(name)", because: cause,
            remedy: "Obtain all files of the model again, from one place")
    }
}
