import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// The folder where models would lie.
package struct ModelFolder {
    package let path: FilePath
    /// Why it is that one.
    package let chosenBy: String

    /// The named one; else the first of those where engines keep models that exists and may be written to.
    package init(named: String?) {
        if let named {
            self.init(path: FilePath(named), chosenBy: "--directory")
            return
        }
        let candidates =
            ["LLAMA_CACHE", "HF_HOME"].map { ($0, Self.variable($0).map { FilePath($0) }) }
            + [("~/.cache", Self.home?.appending(".cache"))]
        let found = candidates.first { _, path in path.map { access($0.string, W_OK | X_OK) == 0 } ?? false }
        self.init(path: found?.1 ?? ".", chosenBy: found?.0 ?? "the current directory")
    }

    /// A file system in memory with so much room, so that nothing is written to a disk and no disk can be full; else
    /// where models would lie.
    package init(named: String?, inMemoryFor bytes: Int) {
        let shared = FilePath("/dev/shm")
        if named == nil, let system = try? FileSystem(of: shared), system.isMemory, system.freeBytes / 10 >= bytes,
            access(shared.string, W_OK | X_OK) == 0
        {
            self.init(path: shared, chosenBy: "room in memory")
        } else {
            self.init(named: named)
        }
    }

    private init(path: FilePath, chosenBy: String) {
        self.path = path
        self.chosenBy = chosenBy
    }

    /// For a record: the user's own folder is "~".
    package var shown: String {
        guard let home = Self.home, path.starts(with: home) else { return path.string }
        let rest = path.components.dropFirst(home.components.count).map(\.string)
        return (["~"] + rest).joined(separator: "/")
    }

    private static var home: FilePath? { variable("HOME").map { FilePath($0) } }

    /// An environment variable; nil where it is not set, or empty.
    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
