import CPlatform

extension Program {
    /// The program's name and its arguments. Swift's own list is read from /proc, and empty where that is not mounted.
    package static var arguments: [String] {
        let own = CommandLine.arguments
        guard own.isEmpty else { return own }
        return (0..<max(0, cp_argument_count())).compactMap { index in
            cp_argument(index).map { String(cString: $0) }
        }
    }
}
