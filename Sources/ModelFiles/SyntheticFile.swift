import Catalog
import Quantities
import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A GGUF file with a model's real tensors and random weights: engines run it as fast as the model, and say nonsense.
package struct SyntheticFile: Sendable {
    private let tensors: [StoredTensor]
    private let header: [UInt8]
    /// Of the whole file.
    package let size: ByteCount
    /// Of all tensors, without the header and what fills up to the next tensor's place.
    package let weights: ByteCount

    /// - Throws: `Failure` with 69 where the model's tensors are not known.
    package init(_ model: LanguageModel, _ mix: FileMix) throws {
        guard let shapes = model.tensors else {
            throw Failure(
                .unavailable, cannot: "synthesize \(model.name)",
                because: "this program does not know the tensors of the architecture \(model.architecture)",
                remedy: "Take another model: `probe synthesize --help` lists those that it can make")
        }
        let rules = MixRules(model, mix)
        tensors = shapes.compactMap { StoredTensor($0, rules.type($0)) }
        guard tensors.count == shapes.count else {
            throw Failure(
                .internalError, cannot: "synthesize \(model.name) in \(mix.rawValue)",
                because: "a row of a tensor is no whole number of blocks", remedy: "Report this as a bug")
        }
        var written = GGUFHeaderBytes()
        for (key, value) in model.metadata(mix) { written.add(key, value) }
        for tensor in tensors { written.add(tensor) }
        header = written.bytes
        size = ByteCount(header.count + written.dataSize)
        weights = ByteCount(tensors.map(\.bytes).reduce(0, +))
    }

    /// What to do where a file of the name is there already.
    package enum Existing: Sendable { case keep, replace }

    /// Writes the file under another name beside the path, and renames it when it is whole and on the disk, so that
    /// nothing is left to write back while an engine is measured with it.
    /// - Parameter isCancelled: asked about a thousand times a GB; once it says so, the file is removed.
    /// - Throws: `Failure` with 73 where there is such a file, or no room; 74 where writing fails;
    ///   `CancellationError`.
    package func write(to path: FilePath, existing: Existing, isCancelled: () -> Bool = { false }) throws {
        try Self.check(path, existing)
        try checkSpace(path)
        let temporary = FilePath("\(path.string).partial-\(getpid())")
        do {
            let file = try FileDescriptor.open(
                temporary, .writeOnly, options: [.create, .truncate], permissions: FilePermissions(rawValue: 0o644))
            try file.closeAfter {
                try write(to: file, isCancelled)
                guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
            guard rename(temporary.string, path.string) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            unlink(temporary.string)
            guard let errno = error as? Errno else { throw error }
            throw Failure(
                .outputError, cannot: "write \(path)", because: errno.explained,
                remedy: "Free space there, or name another place with --output")
        }
    }
}

extension SyntheticFile {
    /// Writes the file where the descriptor stands.
    /// - Throws: `Errno` where writing fails; `CancellationError`.
    package func write(to file: FileDescriptor, _ isCancelled: () -> Bool) throws {
        try file.writeAll(header)
        var patterns: [TensorType: RandomBlocks] = [:]
        let norms = RandomBlocks.norms
        for (index, stored) in tensors.enumerated() {
            let pattern: RandomBlocks
            if stored.isNorm {
                pattern = norms
            } else {
                guard let blocks = patterns[stored.type] ?? RandomBlocks(stored.type) else { throw Errno.notSupported }
                patterns[stored.type] = blocks
                pattern = blocks
            }
            try pattern.write(stored.bytes, from: index, to: file, isCancelled)
            let padding = GGUFHeaderBytes.aligned(stored.bytes) - stored.bytes
            try file.writeAll(repeatElement(0, count: padding))
        }
    }

    private static func check(_ path: FilePath, _ existing: Existing) throws {
        var status = stat()
        guard stat(path.string, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(
                .cannotCreateOutput, cannot: "write \(path)", because: "it is there, and no regular file",
                remedy: "Name a file with --output")
        }
        guard existing == .replace else {
            throw Failure(
                .cannotCreateOutput, cannot: "write \(path)", because: "it is there already",
                remedy: "Name another file with --output, or pass --force to replace it")
        }
    }

    /// The old file stays until the new one is whole, so that its space does not count.
    private func checkSpace(_ path: FilePath) throws {
        let parent = path.removingLastComponent()
        let folder = parent.isEmpty ? FilePath(".") : parent
        var space = statvfs()
        guard statvfs(folder.string, &space) == 0 else {
            throw Failure(
                .cannotCreateOutput, cannot: "write \(path)", because: Errno(rawValue: errno).explained,
                remedy: "Make the folder \(folder), or name another with --output")
        }
        let free = ByteCount(Int(min(UInt64(space.f_bavail), 1 << 40) * UInt64(space.f_frsize)))
        // File systems need about a thousandth for the list of a file's pieces.
        guard free.bytes >= size.bytes + size.bytes >> 10 else {
            throw Failure(
                .cannotCreateOutput, cannot: "write \(path)",
                because: "it needs \(size.gigabytes.significant(3)) GB, and \(folder) has "
                    + "\(free.gigabytes.significant(3)) GB free",
                remedy: "Free space there, name another place with --output, or take a smaller model")
        }
    }
}

extension StoredTensor {
    fileprivate var isNorm: Bool { type == .f32 && tensor.name.hasSuffix("_norm.weight") }
}

extension RandomBlocks {
    /// Writes so many bytes, beginning at a place of its own for each number.
    fileprivate func write(
        _ count: Int, from number: Int, to file: FileDescriptor, _ isCancelled: () -> Bool
    ) throws {
        // Any prime other than the number of blocks spreads the places.
        var position = number * 7919 * blockBytes % bytes.count
        var left = count
        while left > 0 {
            if isCancelled() { throw CancellationError() }
            let size = min(left, bytes.count - position)
            try bytes.withUnsafeBytes { _ = try file.writeAll($0[position..<position + size]) }
            left -= size
            position = 0
        }
    }
}
