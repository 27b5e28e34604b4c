import FoundationEssentials
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A folder that is removed with its contents when the value goes away.
package final class TemporaryFolder {
    package let path: FilePath

    package init() throws {
        var template = Array("/tmp/probe-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
        path = FilePath(String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
    }

    deinit { try? FileManager.default.removeItem(atPath: path.string) }

    /// Writes a file, and the folders above it.
    package func write(_ text: String, to name: String) throws { try write(bytes: Array(text.utf8), to: name) }

    /// Likewise, of any bytes.
    package func write(bytes: [UInt8], to name: String) throws {
        let file = path.appending(FilePath(name).components)
        var folder = path
        for component in FilePath(name).components.dropLast() {
            folder.append(component)
            mkdir(folder.string, 0o755)
        }
        let descriptor = try FileDescriptor.open(
            file, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWriteExecute])
        try descriptor.closeAfter { _ = try descriptor.writeAll(bytes) }
    }
}

/// Whole files as text.
package enum TextFile {
    package static func read(_ path: FilePath) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

    /// As they are.
    package static func bytes(_ path: FilePath) throws -> [UInt8] {
        let file = try FileDescriptor.open(path, .readOnly)
        return try file.closeAfter {
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 1 << 16)
            while case let count = try chunk.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {
                bytes += chunk.prefix(count)
            }
            return bytes
        }
    }

    package static func exists(_ path: FilePath) -> Bool { access(path.string, F_OK) == 0 }

    /// The names in a folder, sorted.
    package static func names(in folder: FilePath) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []).sorted()
    }
}
