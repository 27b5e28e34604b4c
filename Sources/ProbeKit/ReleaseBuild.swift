import CPlatform
import Records

/// Refuses to time loops that the compiler did not optimise.
package enum ReleaseBuild {
    /// - Throws: `Failure` in a debug build.
    package static func require() throws {
        guard !cp_is_optimized() else { return }
        throw Failure(
            .unavailable, cannot: "measure anything",
            because: "this is a debug build, whose loops are several times slower",
            remedy: "Build with: swift build -c release")
    }
}
