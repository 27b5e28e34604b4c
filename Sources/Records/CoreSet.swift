/// Cores whose peak is measured together, with one thread on each.
package struct CoreSet: Codable, Hashable, Sendable {
    /// The kind's name where all are of one kind and others could differ ("performance", "uniform"), "mixed", or
    /// "all" where it is the whole machine.
    package var kind: String
    /// The package that holds them, where they are all of one package of several; nil otherwise.
    package var package: Int?
    /// One PU of each core.
    package var cpus: [Int]

    package init(kind: String, package: Int? = nil, cpus: [Int]) {
        self.kind = kind
        self.package = package
        self.cpus = cpus
    }
}
