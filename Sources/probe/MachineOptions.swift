import ArgumentParser
import Catalog
import ProbeKit
import Quantities
import Records
import TokenModel

/// What the user says of a machine's memory and fabric; all of it for all sockets together.
struct MachineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The memory the machine has, for its theoretical bandwidth: \"12x DDR5-4800\".", valueName: "memory"))
    var memory: String?

    @Option(help: ArgumentHelp("Memory channels in use, of all sockets.", valueName: "count"))
    var channels: Int?

    @Option(help: ArgumentHelp("The memory's speed in MT/s: 5600.", valueName: "number"))
    var mts: Int?

    @Option(help: ArgumentHelp("Chiplets of cores (AMD's CCDs), of all sockets.", valueName: "count"))
    var ccds: Int?

    @Option(help: ArgumentHelp("The clock of AMD's fabric in GHz: 2.0.", valueName: "number"))
    var fclk: Double?

    func validate() throws {
        if let memory, MemoryPopulation(parsing: memory) == nil {
            throw ValidationError("--memory '\(memory)': give it as \(MemoryPopulation.grammar)")
        }
        if memory != nil, channels != nil || mts != nil {
            throw ValidationError("--memory tells channels and speed: leave --channels and --mts out")
        }
        if let channels, !(1...1024).contains(channels) {
            throw ValidationError("--channels \(channels): a machine has 1 to 1024")
        }
        if let mts, !(100...50_000).contains(mts) {
            throw ValidationError("--mts \(mts): memory makes 100 to 50000 million transfers per second")
        }
        if let ccds, !(1...1024).contains(ccds) {
            throw ValidationError("--ccds \(ccds): a machine has 1 to 1024 chiplets")
        }
        if let fclk, !(0.1...20).contains(fclk) {
            throw ValidationError("--fclk \(fclk): a fabric's clock is 0.1 to 20 GHz; 1800 MHz are 1.8")
        }
    }

    /// Over what was given before.
    func given(over before: GivenFacts = GivenFacts()) -> GivenFacts {
        var given = before
        if memory != nil { (given.channels, given.megatransfers) = (nil, nil) }
        if channels != nil || mts != nil { given.memory = nil }
        given.memory = memory ?? given.memory
        given.channels = channels ?? given.channels
        given.megatransfers = mts ?? given.megatransfers
        given.chiplets = ccds ?? given.chiplets
        given.fabricGHz = fclk ?? given.fabricGHz
        return given
    }
}
