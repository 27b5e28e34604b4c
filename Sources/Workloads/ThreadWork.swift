/// What one thread does of a workload. One thread uses it at a time.
protocol ThreadWork: AnyObject, Sendable {
    /// Writes what `run` needs; before a turn, on the thread itself.
    func prepare()
    /// Goes on to the next part of its memory; before each sample.
    func advance()
    /// The work to be measured.
    func run(repetitions: Int)
    /// What one repetition of the present part does: bytes, operations or loads.
    var amount: Double { get }
    /// Whether a sample is one repetition, each on another part of memory.
    var isDivided: Bool { get }
    /// What is wrong with the last run's result; nil where nothing is.
    var error: String? { get }
}
