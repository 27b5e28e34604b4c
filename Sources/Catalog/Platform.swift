/// A family of CPUs with one kind of socket: what memory and, on chiplets, what fabric it can have.
package struct Platform: Decodable, Hashable, Sendable {
    /// "EPYC 9005 Turin".
    package let name: String
    /// "SP5"; nil where it is soldered and has no name.
    package let socket: String?
    /// Machines that it is compared with: "server", "workstation", "desktop", "mobile".
    package let category: String
    /// Of one socket; the fewest, where members differ.
    package let channels: Int
    /// The most, where members differ; nil where all have as many.
    package let mostChannels: Int?
    /// Data bits of a channel.
    package let channelWidth: Int
    /// The memory's speed in MT/s as the family's members have it, low to high.
    package let megatransfers: ClosedRange<Int>
    /// "DDR5", "LPDDR5X".
    package let memory: String
    /// Dies of cores of one socket that reach memory without such a fabric; nil where there is one, or unknown.
    package let tiles: ClosedRange<Int>?
    /// Chiplets of cores of one socket, low to high; nil where no fabric lies between cores and memory controllers.
    package let chiplets: ClosedRange<Int>?
    /// The fabric's clock in GHz, low to high.
    package let fabricGHz: ClosedRange<Double>?
    /// Bytes that a chiplet reads per clock of the fabric: 32 a link; members differ where there are several.
    package let readBytesPerClock: ClosedRange<Int>?
    /// Bytes that it writes; nil where it is as many as it reads.
    package let writeBytesPerClock: Int?
    /// L3 caches of one chiplet; nil where unknown.
    package let cachesPerChiplet: Int?
    /// Microarchitectures of its cores, by their names in the catalogue, the fastest first.
    package let cores: [String]
    /// Where the figures come from; "memory" in it means that somebody remembers them and nobody has checked.
    package let source: String
    /// Whose cores tell the family.
    package let matches: [CPUMatch]
    /// Patterns of names; "#" is one digit and "*" any text.
    package let names: [String]
}
