import Catalog
import Records

/// A tensor of a GGUF file.
package struct GGUFTensor: Hashable, Sendable {
    package let stored: StoredTensor
    /// In bytes from the start of the file's data.
    package let offset: Int
}

/// What stands before the weights of one GGUF file, of version 2 or 3.
package struct GGUFHeader: Sendable {
    package let version: Int
    package let metadata: [String: GGUFValue]
    package let tensors: [GGUFTensor]
    /// In bytes; each tensor starts at a multiple of it.
    package let alignment: Int
    /// In bytes from the file's start.
    package let dataOffset: Int

    /// The most tensors and keys we read; real files have some thousand at most.
    private static let mostTensors = 1 << 18
    private static let mostKeys = 1 << 16

    /// - Throws: `Failure` with 65 where it is no GGUF file, cut short or damaged, or of a kind we do not know.
    package init(_ source: ByteSource) throws {
        guard source.size <= ByteSource.largestFile else { throw source.damaged("it has \(source.size) bytes") }
        var reader = HeaderReader(source)
        version = try Self.version(&reader)
        // A name and a length of dimensions take 12 bytes at least, with one dimension, type and offset 32.
        let tensorCount = try reader.count(of: "tensors", atLeast: 32, limit: Self.mostTensors)
        let keyCount = try reader.count(of: "metadata keys", atLeast: 13, limit: Self.mostKeys)
        metadata = try Self.metadata(keyCount, &reader)
        alignment = try Self.alignment(metadata, source)
        tensors = try Self.tensors(tensorCount, alignment: alignment, &reader)
        let end = reader.position
        dataOffset = tensors.isEmpty ? end : (end + alignment - 1) / alignment * alignment
        try Self.checkPlaces(tensors, dataOffset: dataOffset, source)
    }

    private static func version(_ reader: inout HeaderReader) throws -> Int {
        let source = reader.source
        guard source.size >= 4, try source.read(0, 4) == Array("GGUF".utf8) else {
            throw Failure(
                .badData, cannot: "read \(source.name)", because: "it does not start with the letters GGUF",
                remedy: "Name a GGUF file; llama.cpp's convert_hf_to_gguf.py makes one from other formats")
        }
        try reader.skip(4, "the magic number")
        let version = try reader.integer(UInt32.self, "the version")
        switch version {
        case 2, 3: return Int(version)
        case 1: throw source.damaged("it has version 1 of GGUF, which was in use for two months of 2023")
        case _ where version & 0xFFFF == 0 && version != 0:
            throw Failure(
                .badData, cannot: "read \(source.name)", because: "its numbers are big-endian",
                remedy: "Obtain the little-endian file, or turn it with gguf-py's gguf_convert_endian.py")
        default: throw source.damaged("it has version \(version) of GGUF; this program knows 2 and 3")
        }
    }

    private static func metadata(_ count: Int, _ reader: inout HeaderReader) throws -> [String: GGUFValue] {
        var metadata: [String: GGUFValue] = [:]
        for index in 0..<count {
            // GGUF's specification allows keys of 65535 bytes.
            let key = try reader.name(limit: 65535, "metadata key \(index + 1)")
            let value = try reader.value(of: key)
            guard metadata.updateValue(value, forKey: key) == nil else {
                throw reader.source.damaged("the metadata has \(key) twice")
            }
        }
        return metadata
    }

    private static func alignment(_ metadata: [String: GGUFValue], _ source: ByteSource) throws -> Int {
        guard let value = metadata["general.alignment"] else { return 32 }
        guard let alignment = value.integer, alignment > 0, alignment <= 1 << 20, alignment & (alignment - 1) == 0
        else { throw source.damaged("its general.alignment is no power of two up to 1 MiB") }
        return alignment
    }

    private static func tensors(
        _ count: Int, alignment: Int, _ reader: inout HeaderReader
    ) throws -> [GGUFTensor] {
        var tensors: [GGUFTensor] = []
        var names: Set<String> = []
        for index in 0..<count {
            let tensor = try reader.tensor(index)
            let name = tensor.stored.tensor.name
            guard names.insert(name).inserted else { throw reader.source.damaged("it has the tensor \(name) twice") }
            guard tensor.offset % alignment == 0 else {
                throw reader.source.damaged("\(name) is not aligned to \(alignment) bytes")
            }
            tensors.append(tensor)
        }
        return tensors
    }

    /// Tensors lie one after another, and inside the file.
    private static func checkPlaces(_ tensors: [GGUFTensor], dataOffset: Int, _ source: ByteSource) throws {
        var end = 0
        for tensor in tensors.sorted(by: { $0.offset < $1.offset }) {
            guard tensor.offset >= end else {
                throw source.damaged("\(tensor.stored.tensor.name) overlaps the tensor before it")
            }
            let (next, overflow) = tensor.offset.addingReportingOverflow(tensor.stored.bytes)
            guard !overflow, next <= Int.max - dataOffset else {
                throw source.damaged("\(tensor.stored.tensor.name) ends beyond 2⁶³ bytes")
            }
            end = next
        }
        guard dataOffset + end <= source.size || tensors.isEmpty else {
            throw source.cutShort("the weights", missing: dataOffset + end - source.size)
        }
    }
}
