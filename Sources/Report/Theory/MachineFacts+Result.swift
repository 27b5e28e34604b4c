import Catalog
import Records
import TokenModel

extension MachineFacts {
    /// What a result tells of its machine, under what the user says now.
    /// - Throws: `Failure` where a record in it is broken.
    package init(result: RunResult, catalog: Catalog) throws {
        self = try ReportContext(result, catalog).machineTheory.facts
        name = "\(result.host): \(name)"
    }
}
