/// A class of machines as the source document compares them: what its members can have, and what that is worth.
package struct PlatformClass: Decodable, Hashable, Sendable {
    /// "server", "workstation", "desktop", "embedded", as the document sorts them.
    package let category: String
    /// "EPYC 9004".
    package let series: String
    package let socket: String
    /// One or two.
    package let sockets: Int
    /// Of all sockets together.
    package let cores: ClosedRange<Int>
    /// The most memory, in GB.
    package let maxRAM: Int
    /// The speed in MT/s that the document's bandwidth supposes.
    package let megatransfers: Int
    /// The document's bandwidth, of all sockets together.
    package let theoreticalGBs: Double
    /// The document's token/s with a model of 10 GB.
    package let tgFor10GB: ClosedRange<Int>
    /// The names of its `Platform`s.
    package let platforms: [String]
    package let source: String
}
