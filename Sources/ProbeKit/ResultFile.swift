import ArgumentParser
import FoundationEssentials
import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// The result that a command works on.
package struct ResultFile: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "A result.json, or the folder it is in; without one, the newest of this host below reports/.",
            valueName: "result.json"))
    package var path: String?

    package init() {}

    /// What a run has so far; it is gone when the run has finished.
    package static let partialName = "result.partial.json"

    /// reports/<host>/<time>, with nothing in it that a file system minds.
    package static func defaultFolder(host: String, time: String) -> String {
        let name = String(host.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "_" })
        return "reports/\(name.hasPrefix(".") ? "_" + name : name)/\(String(time.map { $0 == ":" ? "-" : $0 }))"
    }

    package func read() throws -> RunResult {
        try Self.read(try location)
    }

    /// The result in a file.
    package static func read(_ file: FilePath) throws -> RunResult {
        try RecordCoding.result(from: try WholeFile.read(file), source: file.string)
    }

    /// Where the result is.
    package var location: FilePath {
        get throws {
            guard let path else { return try Self.newest(host: HostName.current()) }
            return Self.location(path)
        }
    }

    /// Where the result is that a user named by its file or its folder.
    package static func location(_ path: String) -> FilePath {
        isFolder(path) ? inFolder(FilePath(path)) : FilePath(path)
    }

    /// The result of a run that was killed, where there is no other.
    private static func inFolder(_ folder: FilePath) -> FilePath {
        let partial = folder.appending(partialName)
        let whole = folder.appending("result.json")
        let isThere = { (path: FilePath) in FileManager.default.fileExists(atPath: path.string) }
        return !isThere(whole) && isThere(partial) ? partial : whole
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Folders are named after the time of their run, so that the last in order is the newest.
    package static func newest(host: String) throws -> FilePath {
        let folder = FilePath(defaultFolder(host: host, time: "")).lexicallyNormalized()
        let runs = ((try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []).sorted()
        let files = runs.map { inFolder(folder.appending($0)) }
        guard let file = files.last(where: { FileManager.default.fileExists(atPath: $0.string) }) else {
            throw Failure(
                .inputMissing, cannot: "find a result", because: "there is none in \(folder)",
                remedy: "Name a result.json, or run `probe all` first")
        }
        return file
    }
}
