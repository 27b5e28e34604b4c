import SystemPackage
import TestSupport

/// A Python that has a module, for checks by other people's readers of our formats.
struct Python: Sendable {
    private let program: String

    /// The first of this path's Python and the system's that has the module; nil where neither has.
    static func with(_ module: String) async -> Python? {
        for program in ["python3", "/usr/bin/python3"] {
            let run = try? await Command.run(program, ["-c", "import \(module)"])
            if run?.code == 0 { return Python(program: program) }
        }
        return nil
    }

    func run(_ script: String, _ arguments: [String] = []) async throws -> Finished {
        try await Command.run(program, ["-W", "ignore", "-c", script] + arguments)
    }
}
