import Catalog
import Quantities
import Records
import SystemPackage

/// A model in one GGUF file, or in all parts of a split one. Weights are never read.
package struct GGUFFile: Sendable {
    /// Of the first part.
    package let metadata: [String: GGUFValue]
    /// Of all parts.
    package let tensors: [StoredTensor]
    /// Of all parts, headers included.
    package let size: ByteCount

    /// Reads the header of a file; of a split one, those of all parts, whichever is named.
    /// - Throws: `Failure` with 66 where a part is missing, 65 where it is no whole GGUF file.
    package init(_ path: FilePath) throws {
        let first = try Self.part(path)
        let count = first.header.metadata["split.count"]?.integer ?? 1
        guard count > 1 else {
            self.init(parts: [first])
            return
        }
        let parts = try SplitName(path, parts: count).paths.enumerated().map { index, sibling in
            let part = try Self.part(sibling)
            guard part.header.metadata["split.no"]?.integer == index,
                part.header.metadata["split.count"]?.integer == count
            else { throw part.source.damaged("its metadata does not say that it is part \(index + 1) of \(count)") }
            return part
        }
        self.init(parts: parts)
        try checkParts(path, total: first.header.metadata["split.tensors.count"]?.integer)
    }

    /// From bytes in memory.
    package init(_ bytes: [UInt8], name: String) throws {
        let source = ByteSource(name: name, bytes)
        self.init(parts: [Part(source: source, header: try GGUFHeader(source))])
    }

    private init(parts: [Part]) {
        metadata = parts.first?.header.metadata ?? [:]
        tensors = parts.flatMap { $0.header.tensors.map(\.stored) }
        size = ByteCount(parts.map(\.source.size).reduce(0, +))
    }

    private struct Part {
        let source: ByteSource
        let header: GGUFHeader
    }

    private static func part(_ path: FilePath) throws -> Part {
        try ByteSource.withFile(path) { Part(source: $0, header: try GGUFHeader($0)) }
    }

    private func checkParts(_ path: FilePath, total: Int?) throws {
        let names = Set(tensors.map(\.tensor.name))
        guard names.count == tensors.count, total == nil || total == tensors.count else {
            throw Failure(
                .badData, cannot: "read \(path)",
                because: "its parts have \(tensors.count) tensors, \(names.count) of them different, and claim "
                    + "\(total.map(String.init) ?? "no number")",
                remedy: "Obtain all parts again, from one place")
        }
    }
}
