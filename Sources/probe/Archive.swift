import FoundationEssentials
import ProbeKit
import Records
import Report
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// The folder that one run's files are written to.
struct Archive {
    private let folder: FilePath
    /// Whether the folder has the result of an earlier run, which one that does not finish must not replace.
    private let hasEarlierResult: Bool

    var resultPath: FilePath { folder.appending("result.json") }
    var reportPath: FilePath { folder.appending("report.md") }
    var pagePath: FilePath { folder.appending("report.html") }
    /// What a run has so far; it is gone when the run has finished.
    var partialPath: FilePath { folder.appending(ResultFile.partialName) }

    /// Makes the folder and tries to write in it, so that an error comes before the measurement and not after it.
    init(folder: String) throws {
        guard !folder.isEmpty else {
            throw Failure(.usage, cannot: "write to --output ''", because: "it names no folder", remedy: "Name one")
        }
        self.folder = FilePath(folder)
        try Self.makeFolder(self.folder)
        try Self.checkNothingIsInTheWay(self.folder)
        hasEarlierResult = access(self.folder.appending("result.json").string, F_OK) == 0
        let trial = self.folder.appending(".tmp-\(UInt64.random(in: 0...UInt64.max))")
        do {
            try WholeFile.writeNew([], to: trial)
            unlink(trial.string)
        } catch {
            throw Self.cannotCreate("write in \(folder)", error)
        }
    }

    /// Keeps what there is beside the earlier result, as long as the run goes on. Where that fails the run goes on too:
    /// what cannot be written in the end is told.
    func keep(_ result: RunResult) {
        if let bytes = try? RecordCoding.encode(result) { try? WholeFile.write(bytes, to: partialPath) }
    }

    /// How a result was saved.
    enum Saved {
        case whole
        /// Under another name, since the folder has an earlier result, and this one is partial.
        case besideEarlier
    }

    /// Writes result.json; where that fails the result is kept in another folder.
    func save(_ result: RunResult) throws -> Saved {
        let bytes = try RecordCoding.encode(result)
        let staysBeside = result.partial && hasEarlierResult
        let path = staysBeside ? partialPath : resultPath
        do {
            do {
                try WholeFile.write(bytes, to: path)
            } catch {
                // What was kept during the run takes as much room.
                guard unlink(partialPath.string) == 0 else { throw error }
                try WholeFile.write(bytes, to: path)
            }
        } catch {
            throw Self.rescued(bytes, from: error)
        }
        guard !staysBeside else { return .besideEarlier }
        unlink(partialPath.string)
        return .whole
    }

    /// Writes the figures, then report.md, which shows them, and report.html, which holds them. Where that fails the
    /// error says where the result is: in another folder, if this one is gone with it.
    func save(_ report: HardwareReport, of result: RunResult) throws {
        do {
            try report.write(.markdown, to: reportPath)
            try report.write(.html, to: pagePath)
        } catch let failure as Failure {
            guard access(resultPath.string, F_OK) == 0 else {
                throw Self.rescued(try RecordCoding.encode(result), from: failure)
            }
            throw failure.with(
                remedy: "The result is in \(resultPath). Where there is room, run `probe report \(resultPath)`")
        }
    }

    private static func rescued(_ result: [UInt8], from error: any Error) -> any Error {
        guard let failure = error as? Failure else { return error }
        let named = ["TMPDIR", "HOME"].compactMap { (name: String) in getenv(name).map { String(cString: $0) } }
        for folder in named + ["/tmp", "/var/tmp", "."] {
            // A folder for everybody may hold a link under any name that can be guessed.
            let refuge = FilePath(folder).appending("probe-result-\(UInt64.random(in: 0...UInt64.max)).json")
            guard (try? WholeFile.writeNew(result, to: refuge)) != nil else { continue }
            return failure.with(
                remedy: "The result was kept in \(refuge). Where there is room, run `probe report \(refuge)`")
        }
        guard (try? Console.output(result)) != nil else { return failure }
        return failure.with(remedy: "No folder had room, so the result was written to standard output")
    }

    /// A folder cannot be replaced by a file, and writing to a pipe would wait for its reader.
    private static func checkNothingIsInTheWay(_ folder: FilePath) throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []
        for name in names.sorted() where isWritten(name) {
            var status = stat()
            let path = folder.appending(name)
            guard stat(path.string, &status) == 0, [S_IFDIR, S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT)
            else { continue }
            throw Failure(
                .cannotCreateOutput, cannot: "write \(path)", because: "a folder or a pipe of that name is in the way",
                remedy: "Move it away, or name another folder with --output")
        }
    }

    private static func isWritten(_ name: String) -> Bool {
        ["result.json", ResultFile.partialName, "report.md", "report.html"].contains(name) || name.hasSuffix(".svg")
    }

    private static func makeFolder(_ folder: FilePath) throws {
        var path = FilePath()
        if let root = folder.root { path.root = root }
        for component in folder.components {
            path.append(component)
            let made = mkdir(path.string, 0o755)
            let error = Errno(rawValue: errno)
            var status = stat()
            let isFolder = stat(path.string, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
            if made != 0, !isFolder { throw cannotCreate("make the folder \(folder)", error) }
        }
    }

    private static func cannotCreate(_ operation: String, _ error: any Error) -> Failure {
        Failure(
            .cannotCreateOutput, cannot: operation, because: (error as? Errno)?.explained ?? "\(error)",
            remedy: "Name a folder you may write to with --output")
    }
}
