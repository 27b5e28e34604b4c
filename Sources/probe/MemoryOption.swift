import ArgumentParser
import TokenModel

/// What the user says of the machine's memory.
struct MemoryOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The memory the machine has, for its theoretical bandwidth: \"12x DDR5-4800\".", valueName: "memory"))
    var memory: String?

    func validate() throws {
        guard let memory, MemoryPopulation(parsing: memory) == nil else { return }
        throw ValidationError("--memory '\(memory)': give it as \(MemoryPopulation.grammar)")
    }
}
