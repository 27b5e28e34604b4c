import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Where a topology is read from.
package enum TopologySource: Hashable, Sendable {
    case thisMachine
    /// A file that hwloc exported.
    case xml(path: String)
    /// hwloc's short description: "node:2 core:4 pu:2".
    case synthetic(String)
    /// A folder made by hwloc-gather-topology: another machine's /sys and /proc.
    case folder(path: String)
}

extension TopologySource {
    /// What the user gave with --topology: a file, a folder, or else a synthetic description.
    package init(argument: String) throws {
        var status = stat()
        if stat(argument, &status) == 0 {
            self = status.st_mode & S_IFMT == S_IFDIR ? .folder(path: argument) : .xml(path: argument)
        } else if argument.contains(":"), !argument.contains("/") {
            self = .synthetic(argument)
        } else {
            throw Failure(
                .inputMissing, cannot: "read the topology '\(argument)'", because: "there is no such file",
                remedy: "Pass an hwloc XML file, a folder made by hwloc-gather-topology, or a synthetic description "
                    + "such as 'package:2 core:4 pu:2'")
        }
    }

    /// What hwloc's own environment variables ask for. hwloc ignores a file it cannot read and describes this machine
    /// instead; here that is an error.
    package static func fromEnvironment() throws -> TopologySource {
        if let path = environmentVariable("HWLOC_XMLFILE") {
            guard access(path, R_OK) == 0 else {
                throw Failure(
                    .inputMissing, cannot: "read the topology '\(path)' (HWLOC_XMLFILE)",
                    because: Errno(rawValue: errno).explained, remedy: "Unset HWLOC_XMLFILE to describe this machine")
            }
            return .xml(path: path)
        }
        if let description = environmentVariable("HWLOC_SYNTHETIC") { return .synthetic(description) }
        if let path = environmentVariable("HWLOC_FSROOT"), path != "/" { return .folder(path: path) }
        return .thisMachine
    }

    /// The folder whose /sys and /proc belong to the described machine; nil where there is none.
    package var files: SystemFiles? {
        switch self {
        case .thisMachine: .live
        case .folder(let path): SystemFiles(root: FilePath(path))
        case .xml, .synthetic: nil
        }
    }
}

extension TopologySource: CustomStringConvertible {
    package var description: String {
        switch self {
        case .thisMachine: "this machine"
        case .xml(let path): "XML file \(path)"
        case .synthetic(let text): "synthetic topology \(text)"
        case .folder(let path): "folder \(path)"
        }
    }
}

/// An environment variable that is set and not empty.
func environmentVariable(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
}
