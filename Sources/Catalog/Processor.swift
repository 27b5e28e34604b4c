/// One CPU of a family, where it differs from what the family has.
package struct Processor: Decodable, Hashable, Sendable {
    /// "EPYC 9755".
    package let name: String
    /// The name of its `Platform`.
    package let platform: String
    package let cores: [Cores]
    package let chiplets: Int?
    /// Bytes that a chiplet reads per clock of the fabric; nil for the platform's.
    package let readBytesPerClock: Int?
    /// The most that it drives its memory at, in MT/s; nil for the platform's.
    package let megatransfers: Int?
    package let source: String

    /// Cores of one kind.
    package struct Cores: Decodable, Hashable, Sendable {
        package let count: Int
        /// Clock with all cores busy that its maker promises, and the highest of a single core, in GHz.
        package let baseGHz: Double?
        package let boostGHz: Double?
        /// The name of its `CoreMicroarchitecture`.
        package let core: String
    }
}
