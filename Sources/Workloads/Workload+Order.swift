import Records

extension Workload {
    /// The most telling first, for a time that does not suffice for all: generation rests on dot products, prompts on
    /// multiply-adds. Those that share their memory are neighbours.
    package static let byImportance: [Workload] = [.dot, .fma, .read, .triad, .loads]
}
