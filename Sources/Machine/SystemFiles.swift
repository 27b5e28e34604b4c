import FoundationEssentials
import Records
import SystemPackage

/// The files the kernel tells its facts in, below a root folder, so that a test can invent a machine.
package struct SystemFiles: Sendable {
    /// The folder that stands for "/".
    package let root: FilePath

    package init(root: FilePath) { self.root = root }

    /// The running system's own.
    package static let live = SystemFiles(root: "/")

    /// A small file's text without surrounding white space; nil where it cannot be read.
    package func text(_ path: String) -> String? {
        guard let bytes = bytes(path, limit: 4 << 20) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// A file's bytes, at most `limit`; nil where it cannot be read.
    package func bytes(_ path: String, limit: Int) -> [UInt8]? {
        try? read(path, limit: limit).get()
    }

    /// A file's bytes, at most `limit`, or why it could not be read.
    package func read(_ path: String, limit: Int) -> Result<[UInt8], Errno> {
        Result { () throws(Errno) in
            do {
                let file = try FileDescriptor.open(root.pushing(FilePath(path)), .readOnly)
                return try file.closeAfter {
                    var content: [UInt8] = []
                    var chunk = [UInt8](repeating: 0, count: 65_536)
                    while content.count < limit {
                        let count = try chunk.withUnsafeMutableBytes { try file.read(into: $0) }
                        if count == 0 { break }
                        content += chunk.prefix(count)
                    }
                    return content
                }
            } catch {
                throw error as? Errno ?? .ioError
            }
        }
    }

    /// The names in a folder, sorted; nil where it cannot be read.
    package func names(_ folder: String) -> [String]? {
        try? FileManager.default.contentsOfDirectory(atPath: root.pushing(FilePath(folder)).string).sorted()
    }

    /// A file that holds one whole number.
    package func integer(_ path: String) -> Int? { text(path).flatMap { Int($0) } }

    /// A file that holds a list of ids such as "0-3,8"; an empty file is the empty set.
    package func ids(_ path: String) -> IDSet? {
        guard let text = text(path) else { return nil }
        return text.isEmpty ? IDSet([]) : IDSet(parsing: text)
    }

    /// Lines of "Name: value", such as those of /proc/meminfo; the first of each name.
    package func fields(_ path: String, prefix: String = "", separator: Character = ":") -> [String: String] {
        var fields: [String: String] = [:]
        for line in (text(path) ?? "").split(separator: "\n") {
            guard let colon = line.firstIndex(of: separator) else { continue }
            let name = line[..<colon].trimmed
            let key = name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
            if fields[key] == nil { fields[key] = line[line.index(after: colon)...].trimmed }
        }
        return fields
    }
}

extension Substring {
    /// Without white space at either end.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
