import Catalog
import FoundationEssentials
import ProbeKit
import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// The engine's profile that was fitted for a result: profile.json beside it.
package enum ProfileFile {
    package static func path(beside result: FilePath) -> FilePath {
        result.removingLastComponent().appending("profile.json")
    }

    /// Writes the profile; an old one stays whole until the new one is.
    package static func write(_ profile: EngineProfile, to path: FilePath) throws {
        try WholeFile.write(try RecordCoding.encode(profile), to: path)
    }

    /// Removes the profile beside a result, if there is one.
    /// - Throws: `Failure` with 73 where it stays.
    package static func remove(beside result: FilePath) throws {
        let path = path(beside: result)
        guard unlink(path.string) != 0, errno != ENOENT else { return }
        throw Failure(
            .cannotCreateOutput, cannot: "replace \(path)", because: Errno(rawValue: errno).explained,
            remedy: "Remove it: it was fitted to an earlier run")
    }

    /// The profile beside a result; nil where none was fitted.
    /// - Throws: `Failure` where there is one that cannot be.
    package static func read(beside result: FilePath) throws -> EngineProfile? {
        let path = path(beside: result)
        guard FileManager.default.fileExists(atPath: path.string) else { return nil }
        let bytes = try WholeFile.read(path)
        guard let profile = try? JSONDecoder().decode(EngineProfile.self, from: Data(bytes)), profile.isPossible else {
            throw Failure(
                .badData, cannot: "use \(path)",
                because: "it is no profile that `probe calibrate` wrote, or was damaged",
                remedy: "Calibrate again, or remove it: predictions then use the built-in profile")
        }
        return profile
    }
}
