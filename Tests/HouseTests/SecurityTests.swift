import SystemPackage
import Testing
import TestSupport

/// What the sources of programs never do.
@Suite struct SecurityTests {
    /// No shell, whose words from outside could be commands; no other identity; no file whose name can be guessed.
    @Test(arguments: [
        "/bin/sh", "\"sh\"", "\"bash\"", "\"-c\"", "popen(", " system(", "execvp(", "execlp(", "\"sudo\"", "setuid(",
        "seteuid(", "tmpnam(", "mktemp(", "tempnam(",
    ])
    func isNowhere(word: String) throws {
        for folder in ["Sources", "Probes"] {
            for file in files(Repository.root.appending(folder)) {
                #expect(try !TextFile.read(file).contains(word), "\(file) has \(word)")
            }
        }
    }

    private func files(_ folder: FilePath) -> [FilePath] {
        TextFile.names(in: folder).flatMap { name -> [FilePath] in
            let path = folder.appending(name)
            if [".swift", ".c", ".h"].contains(where: { name.hasSuffix($0) }) { return [path] }
            return name.contains(".") ? [] : files(path)
        }
    }
}
