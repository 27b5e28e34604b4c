import SystemPackage

/// Where the tests find what they test.
package enum Repository {
    /// The checkout that this file was compiled from.
    package static let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent()

    /// The folder of the release programs, which `make test` builds before it runs the tests.
    package static let programs = root.appending(".build/release")

    /// A test's own data.
    package static func fixture(_ name: String) -> FilePath { root.appending("Tests/Fixtures").appending(name) }
}
