import CPlatform
import Records

extension Program {
    /// The program's name and its arguments. Swift's own list is read from /proc, and empty where that is not mounted.
    package static var arguments: [String] {
        let own = CommandLine.arguments
        guard own.isEmpty else { return own }
        return (0..<max(0, cp_argument_count())).compactMap { index in
            cp_argument(index).map { String(cString: $0) }
        }
    }

    /// Names of files are passed on as text, and another file would be written than the one that was named.
    /// - Throws: `Failure` with 64 for an argument that is no UTF-8.
    package static func checkArguments() throws {
        for index in 0..<max(0, cp_argument_count()) {
            guard let argument = cp_argument(index), String(validatingCString: argument) == nil else { continue }
            throw Failure(
                .usage, cannot: "read the argument '\(String(cString: argument))'", because: "it is no UTF-8",
                remedy: "Name a file or folder whose name is")
        }
    }
}
