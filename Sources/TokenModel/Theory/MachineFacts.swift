import Catalog
import Quantities

/// What theory rests on: what is known of a machine, each fact with its provenance, of all its sockets together.
package struct MachineFacts: Hashable, Sendable {
    /// "2x EPYC 9755".
    package var name: String
    /// "EPYC 9005 Turin"; nil where it is not known.
    package var platform: Platform?
    /// The CPU's name in the catalogue; nil where it has only the family.
    package var processor: String?
    package var sockets: Sourced<Int>?
    /// Memory channels in use.
    package var channels: Sourced<Int>?
    /// Data bits of a channel.
    package var channelWidth: Sourced<Int>?
    /// Millions of transfers per second.
    package var megatransfers: Sourced<Int>?
    /// "DDR5".
    package var memoryType: Sourced<String>?
    /// Chiplets of cores; nil where no fabric lies between cores and memory, or it is not known.
    package var chiplets: Sourced<Int>?
    /// The fabric's clock in GHz.
    package var fabricGHz: Sourced<Double>?
    /// Bytes that a chiplet reads and writes per clock of the fabric.
    package var readBytesPerClock: Sourced<Int>?
    package var writeBytesPerClock: Sourced<Int>?
    /// What the memory channels carry, where that is told and they are not.
    package var memoryBandwidth: Sourced<Bandwidth>?
    /// The theoretical bandwidth, where somebody tells it as a whole.
    package var bandwidth: Sourced<Bandwidth>?
    package var cores: [CoreFacts] = []
    /// Memory, of which a model and a tenth more must fit.
    package var capacity: Sourced<ByteCount>?

    package init(name: String) { self.name = name }

    /// Cores of one kind.
    package struct CoreFacts: Hashable, Sendable {
        /// Of all sockets.
        package let count: Int
        /// The microarchitecture's name, or what the user calls it; nil where it is not known.
        package let name: String?
        /// In GHz; nil where it is not known.
        package let clock: Sourced<Double>?
        /// Operations per cycle of one core, by number type: "fp32", "bf16", "int8".
        package let operations: [String: Sourced<Double>]

        package init(count: Int, name: String?, clock: Sourced<Double>?, operations: [String: Sourced<Double>]) {
            self.count = count
            self.name = name
            self.clock = clock
            self.operations = operations
        }
    }
}

extension MachineFacts {
    /// These facts, and for those that are missing another source's.
    package func completed(by other: MachineFacts) -> MachineFacts {
        var facts = self
        facts.platform = platform ?? other.platform
        facts.processor = processor ?? other.processor
        facts.sockets = sockets ?? other.sockets
        facts.channels = channels ?? other.channels
        facts.channelWidth = channelWidth ?? other.channelWidth
        facts.megatransfers = megatransfers ?? other.megatransfers
        facts.memoryType = memoryType ?? other.memoryType
        facts.chiplets = chiplets ?? other.chiplets
        facts.fabricGHz = fabricGHz ?? other.fabricGHz
        facts.readBytesPerClock = readBytesPerClock ?? other.readBytesPerClock
        facts.writeBytesPerClock = writeBytesPerClock ?? other.writeBytesPerClock
        facts.memoryBandwidth = memoryBandwidth ?? other.memoryBandwidth
        facts.bandwidth = bandwidth ?? other.bandwidth
        facts.capacity = capacity ?? other.capacity
        if cores.isEmpty { facts.cores = other.cores }
        return facts
    }
}
