import SystemPackage
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// A program of the folder Programs and the C kernels, linked statically by one compiler.
final class CheckProgram: Sendable {
    /// A compiler and what it takes to make a program for another CPU.
    struct Compiler: Sendable {
        /// Where it is looked for.
        enum Place: Sendable {
            case path
            /// The Swift toolchain, which builds the programs: PATH may have another of the name first.
            case toolchain
        }

        let name: String
        var place = Place.path
        var arguments: [String] = []
        /// Programs that it starts.
        var helpers: [String] = []

        fileprivate func program() async throws -> String {
            guard place == .toolchain else { return name }
            let found = try await Command.run(
                Repository.root.appending("scripts/toolchain-program").string, [name])
            try #require(found.code == 0, "\(found.errors)")
            return String(found.output.prefix { $0 != "\n" })
        }
    }

    private static let folder = Repository.root.appending("Tests/EmulationTests/Programs")
    private static let kernels = Repository.root.appending("Sources/CKernels")
    /// Those of its folders too.
    private static let sources = ["", "path/"].flatMap { folder in
        TextFile.names(in: folder.isEmpty ? kernels : kernels.appending(folder)).filter { $0.hasSuffix(".c") }
            .map { folder + $0 }
    }
    private static let warnings = ["-O2", "-std=gnu11", "-static", "-Wall", "-Wextra", "-Werror"]

    private let compiler: Compiler
    private let made: Task<FilePath, any Error>

    /// Compiles files of the folder and every C kernel but those that the files include themselves.
    init(_ compiler: Compiler, files: [String] = ["check.c"], including included: Set<String> = []) {
        self.compiler = compiler
        made = Task {
            let target = Repository.root.appending(".build/\(compiler.name)-\(files[0]).program")
            let sources = Self.sources.filter { !included.contains($0) }
            let run = try await Command.run(
                try await compiler.program(),
                compiler.arguments + Self.warnings + ["-I\(Self.kernels)/include", "-I\(Self.kernels)"]
                    + files.map { "\(Self.folder)/\($0)" } + sources.map { "\(Self.kernels)/\($0)" }
                    + ["-lm", "-pthread", "-o", target.string])
            try #require(run.code == 0, "\(compiler.name): \(run.errors)")
            return target
        }
    }

    /// Shows the instructions of its loops, which fails where one lacks what its name promises.
    func showInstructions(disassembler: String) async throws -> Finished {
        try await Command.run(
            Repository.root.appending("scripts/show-instructions").string, [made.value.string],
            environment: ["OBJDUMP": disassembler])
    }

    /// Runs the program under the emulator of another CPU, or on this one.
    func run(under emulator: [String] = [], _ arguments: [String] = []) async throws -> Finished {
        let command = emulator + [try await made.value.string] + arguments
        return try await Turnstile.otherCPUs.pass { try await Command.run("nice", ["-n", "19"] + command) }
    }

    /// Why programs cannot be compiled and run; nil where they can. That the toolchain lacks its compiler is a failure.
    static func obstacle(_ compiler: Compiler, emulator: String? = nil) -> String? {
        let own = compiler.place == .path ? [compiler.name] : []
        let needed = own + compiler.helpers + (emulator.map { [$0] } ?? [])
        let missing = needed.filter { !isOnPath($0) }
        return missing.isEmpty
            ? nil : "not installed: \(missing.joined(separator: ", ")); `make test-deps` installs them"
    }

    private static func isOnPath(_ program: String) -> Bool {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        return path.split(separator: ":").contains { access("\($0)/\(program)", X_OK) == 0 }
    }
}

extension Finished {
    /// The sets whose peak loops a check program ran and found right.
    var rightPeaks: Set<String> { sets("right peak") }
    /// The sets whose stream loops a check program ran and found right.
    var rightStreams: Set<String> { sets("right stream") }
    /// The sets whose quantized dot products a check program ran and found right.
    var rightDots: Set<String> { sets("right dot") }
    /// The sets whose matrix products a check program ran and found right.
    var rightMatrices: Set<String> { sets("right matrix") }
    /// The sets whose attention a check program ran and found right.
    var rightAttention: Set<String> { sets("right attention") }
    /// The sets whose loops with an engine's shape a check program ran and found right.
    var rightPaths: Set<String> { sets("right path") }
    /// The lines of a check program that begin with a word.
    func lines(_ verdict: String) -> [Substring] { output.split(separator: "\n").filter { $0.hasPrefix(verdict) } }

    private func sets(_ verdict: String) -> Set<String> {
        Set(lines(verdict).compactMap { line in line.split(separator: " ").dropFirst(2).first.map(String.init) })
    }
}
