import SystemPackage
import Testing
import TestSupport

/// The compiler of the programs' C is the Swift toolchain's: a distribution's clang, which may be first on PATH, is
/// older and translates the kernels otherwise, or not at all.
@Suite struct ToolchainTests {
    private static let script = Repository.root.appending("scripts/toolchain-program").string

    @Test(arguments: ["clang", "clang++"]) func anotherClangOnPathIsNotTaken(name: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write("#!/bin/sh\necho another\n", to: name)
        let found = try await Command.run(
            "bash", ["-c", "PATH='\(folder.path)':$PATH; [ \"$(\(name))\" = another ] && '\(Self.script)' \(name)"])
        #expect(found.code == 0 && !found.output.hasPrefix(folder.path.string), "\(found.output)\(found.errors)")
        let path = try #require(found.output.split(separator: "\n").first)
        let version = try await Command.run(String(path), ["--version"])
        #expect(version.code == 0 && version.output.contains("clang"), "\(version.output)\(version.errors)")
    }

    /// A swift that is no toolchain's, one without a compiler of C beside it, and none at all.
    @Test(arguments: [
        ("echo '{}'", "does not tell where it is"),
        ("echo '{ \"runtimeResourcePath\": \"/nowhere/usr/lib/swift\" }'", "no clang in /nowhere/usr/bin"),
        ("echo broken >&2; exit 1", "does not run: broken"),
    ])
    func aToolchainWithoutClangIsTold(swift: String, told: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write("#!/bin/sh\n\(swift)\n", to: "swift")
        let asked = try await Command.run(
            Self.script, ["clang"], environment: ["SWIFT": folder.path.appending("swift").string])
        #expect(asked.code == 69 && asked.output.isEmpty && asked.errors.contains(told), "\(asked.errors)")
        let checked = try await Command.run(
            Repository.root.appending("scripts/sanitize").string,
            environment: ["SWIFT": folder.path.appending("swift").string, "CLANG": nil])
        #expect(checked.code == 69 && checked.errors.contains(told), "\(checked.errors)")
    }
}
