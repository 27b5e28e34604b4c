import Records

/// Reads little-endian values one after another, in pieces of 64 KiB, and no further than any real header reaches.
struct HeaderReader {
    let source: ByteSource
    private(set) var position = 0
    private var chunk: [UInt8] = []
    private var chunkStart = 0

    init(_ source: ByteSource) { self.source = source }

    /// Headers with the largest tokenizers have about 20 MB. A hostile one must not keep us reading for long.
    static let longestHeader = 256 << 20

    private static let chunkSize = 64 << 10

    mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type, _ what: String) throws -> Value {
        let size = MemoryLayout<Value>.size
        try require(size, what)
        if position < chunkStart || position + size > chunkStart + chunk.count { try load(what) }
        let start = position - chunkStart
        guard start + size <= chunk.count else { throw source.cutShort(what, missing: size) }
        var value: Value = 0
        for index in (0..<size).reversed() { value = value << 8 | Value(truncatingIfNeeded: chunk[start + index]) }
        position += size
        return value
    }

    /// A length in bytes and that many bytes; nil where there are more than a limit, and they are skipped.
    mutating func bytes(limit: Int, _ what: String) throws -> [UInt8]? {
        let count = try length(what)
        guard count <= limit else {
            try skip(count, what)
            return nil
        }
        try require(count, what)
        let bytes = try source.read(position, count)
        guard bytes.count == count else { throw source.cutShort(what, missing: count - bytes.count) }
        position += count
        return bytes
    }

    /// A string that must be UTF-8 and no longer than a limit.
    mutating func name(limit: Int, _ what: String) throws -> String {
        guard let bytes = try bytes(limit: limit, what) else {
            throw source.damaged("\(what) is longer than \(limit) bytes")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw source.damaged("\(what) is not UTF-8")
        }
        return text
    }

    mutating func skipString(_ what: String) throws { try skip(try length(what), what) }

    mutating func skip(_ count: Int, _ what: String) throws {
        try require(count, what)
        position += count
    }

    /// A number of things, of which each takes at least so many bytes of the header.
    mutating func count(of what: String, atLeast bytes: Int, limit: Int) throws -> Int {
        let count = try integer(UInt64.self, "the number of \(what)")
        guard count <= limit else {
            throw source.damaged("it claims \(count) \(what), and this program reads at most \(limit)")
        }
        let needed = Int(count) * bytes
        guard needed <= source.size - position else {
            throw source.cutShort("\(count) \(what)", missing: needed - (source.size - position))
        }
        return Int(count)
    }

    private mutating func length(_ what: String) throws -> Int {
        let count = try integer(UInt64.self, "the length of \(what)")
        guard count <= source.size else {
            throw source.damaged("\(what) is said to have \(count) bytes, more than the file's \(source.size)")
        }
        return Int(count)
    }

    private func require(_ count: Int, _ what: String) throws {
        guard count <= source.size - position else {
            throw source.cutShort(what, missing: count - (source.size - position))
        }
        guard position + count <= Self.longestHeader else {
            throw source.damaged("its header is longer than \(Self.longestHeader >> 20) MiB")
        }
    }

    private mutating func load(_ what: String) throws {
        chunk = try source.read(position, min(Self.chunkSize, source.size - position))
        chunkStart = position
    }
}

extension ByteSource {
    /// What the file claims cannot be.
    func damaged(_ cause: String) -> Failure {
        Failure(.badData, cannot: "read \(name)", because: cause, remedy: "Obtain the file again, or convert it anew")
    }

    /// The file ends too early.
    func cutShort(_ what: String, missing: Int) -> Failure {
        Failure(
            .badData, cannot: "read \(name)",
            because: "it is cut short: \(missing) bytes are missing where it has \(size), in \(what)",
            remedy: "Finish the download, or obtain the file again")
    }
}
