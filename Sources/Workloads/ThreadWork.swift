/// What one thread does of a workload, in units that it can do any number of. One thread uses it at a time.
package protocol ThreadWork: AnyObject, Sendable {
    /// Writes what `run` needs; before a turn, on the thread itself.
    func prepare()
    /// Begins a sample: `error` is about what runs from here on.
    func begin()
    /// The work to be measured: so many units, going on where the last ones ended.
    func run(units: Int)
    /// What one unit counts as: bytes, operations or loads.
    var amountOfUnit: Double { get }
    /// What is wrong with the last sample's results; nil where nothing is.
    var error: String? { get }
}
