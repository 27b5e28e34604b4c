import ProbeKit
import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// llama-bench of some build, and how it was found.
package struct EngineProgram: Hashable, Sendable {
    package let path: FilePath
    /// "--llama-bench", "LLAMA_BENCH", "PATH", "make engine", "the folder of probe".
    package let foundBy: String

    package init(path: FilePath, foundBy: String) {
        self.path = path
        self.foundBy = foundBy
    }

    package static let fileName = "llama-bench"

    /// How to get one, for a sentence.
    package static let remedy =
        "`make engine` builds llama.cpp's llama-bench once; or name one with --llama-bench or LLAMA_BENCH"

    /// The first that is there.
    /// - Throws: `Failure` with 66 where LLAMA_BENCH names no program.
    /// - Returns: nil where there is none.
    package static func find() throws -> EngineProgram? {
        if let named = variable("LLAMA_BENCH") {
            // An empty name, and "none", leave it out.
            return named == "none" ? nil : try EngineProgram(named: named, by: "LLAMA_BENCH")
        }
        return candidates.first { isProgram($0.path) }
    }

    /// Whether there is one, or one was named that may be none.
    package static var isNamedOrFound: Bool {
        do {
            return try find() != nil
        } catch {
            return true
        }
    }

    /// One that a user named; what has no slash is looked for along PATH, as a shell does.
    /// - Throws: `Failure` with 66 where it is no program.
    package init(named name: String, by: String) throws {
        let paths = name.contains("/") ? [FilePath(name)] : Self.searched.map { $0.appending(name) } + [FilePath(name)]
        guard !name.isEmpty, let path = paths.first(where: Self.isProgram) else {
            let exists = paths.contains { access($0.string, F_OK) == 0 }
            throw Failure(
                .inputMissing, cannot: "run \(by) \(name)",
                because: exists ? "it may not be executed" : "there is no such program",
                remedy: exists ? "Name the program itself, or chmod +x it" : "Name llama-bench itself, not its folder")
        }
        self.init(path: path, foundBy: by)
    }

    private static var candidates: [EngineProgram] {
        let onPath = searched.map { EngineProgram(path: $0.appending(fileName), foundBy: "PATH") }
        let built = cache.map { EngineProgram(path: $0.appending(fileName), foundBy: "make engine") }
        let beside = ProgramFile.ownFolder.map {
            EngineProgram(path: FilePath($0).appending(fileName), foundBy: "the folder of probe")
        }
        return onPath + [built, beside].compactMap(\.self)
    }

    /// Where `make engine` puts it.
    private static var cache: FilePath? {
        if let named = variable("XDG_CACHE_HOME") { return FilePath(named).appending("probe/engine") }
        return variable("HOME").map { FilePath($0).appending(".cache/probe/engine") }
    }

    private static var searched: [FilePath] {
        (variable("PATH") ?? "").split(separator: ":").filter { $0.hasPrefix("/") }.map { FilePath(String($0)) }
    }

    private static func isProgram(_ path: FilePath) -> Bool { ProgramFile.isRunnable(path.string) }

    /// An environment variable; nil where it is not set, or empty.
    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
