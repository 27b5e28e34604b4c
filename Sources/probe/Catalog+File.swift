import Catalog
import ProbeKit
import Records
import SystemPackage

extension Catalog {
    /// With the rows of a file that the user wrote.
    /// - Throws: `Failure` where it is missing or wrong.
    func adding(file: FilePath) throws -> Catalog {
        let bytes = try WholeFile.read(file)
        do {
            return try adding(bytes)
        } catch {
            throw Failure(
                .badData, cannot: "use the CPUs in \(file)", because: "\(error)",
                remedy: "Correct the file; Documentation/AddingCPUs.md tells its form")
        }
    }
}
