import Catalog
import Records
import TokenModel

extension MachineFacts {
    /// What the user said.
    package init(given: GivenFacts, name: String) {
        self.init(name: name)
        if let text = given.memory, let population = MemoryPopulation(parsing: text) {
            fill(population, text)
        }
        channels = given.channels.map { Sourced($0, .given, "--channels \($0)") } ?? channels
        megatransfers = given.megatransfers.map { Sourced($0, .given, "--mts \($0)") } ?? megatransfers
        chiplets = given.chiplets.map { Sourced($0, .given, "--ccds \($0)") }
        fabricGHz = given.fabricGHz.map { Sourced($0, .given, "--fclk \($0)") }
    }

    /// Replaces what is known of the memory.
    package mutating func fill(_ population: MemoryPopulation, _ text: String) {
        channels = Sourced(population.channels, .given, text)
        channelWidth = Sourced(population.width, .given, text)
        megatransfers = Sourced(population.megatransfers, .given, text)
        memoryType = Sourced(population.type, .given, text)
    }
}
