import Report
import SystemPackage
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// Files that a report must be byte for byte.
/// To accept a changed one: PROBE_ACCEPT_GOLDEN=1 make test, then read the difference.
struct GoldenFolder {
    let folder: FilePath

    private static var accepts: Bool { getenv("PROBE_ACCEPT_GOLDEN") != nil }

    func expect(_ text: String, _ name: String) throws {
        let file = folder.appending(name)
        if Self.accepts {
            let opened = try FileDescriptor.open(
                file, .writeOnly, options: [.create, .truncate], permissions: FilePermissions(rawValue: 0o644))
            try opened.closeAfter { _ = try opened.writeAll(text.utf8) }
        }
        let expected = TextFile.exists(file) ? try TextFile.read(file) : ""
        let difference = zip(text.split(separator: "\n"), expected.split(separator: "\n")).first { $0 != $1 }
        #expect(text == expected, "\(file), first difference: \(String(describing: difference))")
    }

    /// No figure lies there but these.
    func expectOnly(_ figures: [Figure]) {
        let names = Set(figures.map { "\($0.name).svg" })
        let old = TextFile.names(in: folder).filter { $0.hasSuffix(".svg") && !names.contains($0) }
        if Self.accepts { for name in old { unlink(folder.appending(name).string) } }
        #expect(Self.accepts || old.isEmpty, "\(folder): the report shows none of \(old)")
    }
}
