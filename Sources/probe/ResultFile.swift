import ArgumentParser
import ProbeKit
import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// The result that a command works on.
struct ResultFile: ParsableArguments {
    @Argument(help: ArgumentHelp("A result.json, or the folder it is in.", valueName: "result.json"))
    var path: String

    func read() throws -> RunResult {
        var status = stat()
        let isFolder = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        let file = isFolder ? FilePath(path).appending("result.json") : FilePath(path)
        return try RecordCoding.result(from: try WholeFile.read(file), source: file.string)
    }
}
