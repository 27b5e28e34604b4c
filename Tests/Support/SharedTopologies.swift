import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// The collection of other machines' topologies, where PROBE_TOPOLOGIES names its folder.
package enum SharedTopologies {
    package static let missing: String = "PROBE_TOPOLOGIES does not name the folder of the shared topologies"

    /// The folder's path; nil where it is not named.
    package static var folder: String? { getenv("PROBE_TOPOLOGIES").map { String(cString: $0) } }

    /// The file itself, or the folder in it once unpacked into a folder that must outlive its use.
    /// - Throws: `Errno` where it cannot be unpacked.
    package static func source(_ name: String, in unpacked: TemporaryFolder) async throws -> String {
        let file = "\(folder ?? "")/\(name)"
        guard name.hasSuffix(".tar.bz2") else { return file }
        let run = try await Command.run("tar", ["-xjf", file, "-C", unpacked.path.string])
        guard run.code == 0 else { throw Errno.ioError }
        return "\(unpacked.path)/\(name.dropLast(".tar.bz2".count))"
    }
}
