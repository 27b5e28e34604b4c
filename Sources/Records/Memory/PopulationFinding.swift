/// What the population of memory slots costs.
package enum PopulationFinding: Hashable, Sendable {
    /// Channels without a module: their names where slots tell them; modules that could move there; the module to add.
    case emptyChannels(EmptyChannels)
    /// Channels that the family has and of which the firmware lists no slot.
    case unlistedChannels(listed: Int, of: Int)
    /// Channels of one socket hold different amounts: bytes that are not spread over all of them, of how many.
    case unequalChannels(outside: Int, of: Int, cost: Double)
    /// As much memory in every channel, but of modules with different ranks or kinds.
    case unlikeModules(String)
    /// Modules made for different speeds, in MT/s: all run at the slowest.
    case mixedSpeeds(slowest: Int, fastest: Int, slots: [String])
    /// All run below what they are made for, in MT/s, with one module per channel.
    case belowRated(configured: Int, rated: Int)
    /// The same with two or three modules in some channels, which lowers what a controller drives.
    case crowdedChannels(configured: Int, rated: Int, perChannel: Int)
    /// Populated channels differ by socket.
    case unevenSockets([Int: Int])
    /// Chiplets that are there and that the memory needs; the fabric where its clock is known.
    case tooFewChiplets(have: Int, need: Int, channels: Int, megatransfers: Int, fabric: Fabric? = nil)

    /// Empty channels of a machine.
    package struct EmptyChannels: Hashable, Sendable {
        package var empty: Int
        package var channels: Int
        /// "B (DIMM_B1, DIMM_B2)"; none where the names tell nothing.
        package var names: [String]
        /// Slots of modules that share a channel and could move.
        package var movable: [String]
        /// "32 GB DDR5-4800"; nil where modules differ.
        package var module: String?
    }

    /// The fabric between a chiplet and memory.
    package struct Fabric: Hashable, Sendable {
        package var gigahertz: Double
        /// That a chiplet reads per clock.
        package var bytesPerClock: Int

        package init(gigahertz: Double, bytesPerClock: Int) {
            self.gigahertz = gigahertz
            self.bytesPerClock = bytesPerClock
        }

        /// 10⁹ bytes per second of one chiplet.
        var bandwidth: Double { gigahertz * Double(bytesPerClock) }
    }

    /// What the family of processors allows, as far as findings need it.
    package struct Family: Hashable, Sendable {
        /// The fastest memory that it supports, in MT/s; nil where unknown, or where profiles may exceed it.
        package var megatransfers: Int?

        package init(megatransfers: Int? = nil) { self.megatransfers = megatransfers }
    }

    /// Share of the bandwidth that is lost, from 0 to 1.
    package var cost: Double {
        switch self {
        case .emptyChannels(let it): Self.loss(it.channels - it.empty, of: it.channels)
        case .unlistedChannels(let listed, let all): Self.loss(listed, of: all)
        case .unequalChannels(_, _, let cost): cost
        case .unlikeModules: 0
        case .mixedSpeeds(let slow, let fast, _): Self.loss(slow, of: fast)
        case .belowRated(let slow, let fast): Self.loss(slow, of: fast)
        case .crowdedChannels(let slow, let fast, _): Self.loss(slow, of: fast)
        case .unevenSockets(let channels):
            Self.loss(channels.values.reduce(0, +), of: channels.count * (channels.values.max() ?? 0))
        case .tooFewChiplets(let have, let need, let channels, let speed, let fabric):
            fabric.map { Self.loss(Double(have) * $0.bandwidth, of: Self.memory(channels, speed)) }
                ?? Self.loss(have, of: need)
        }
    }

    private static func loss(_ part: Int, of whole: Int) -> Double { loss(Double(part), of: Double(whole)) }

    private static func loss(_ part: Double, of whole: Double) -> Double {
        whole > 0 ? min(1, max(0, 1 - part / whole)) : 0
    }

    /// 10⁹ bytes per second of channels of 64 bits.
    static func memory(_ channels: Int, _ megatransfers: Int) -> Double {
        Double(channels) * Double(megatransfers) * 8 / 1000
    }

    /// Whether chiplets carry less than the memory of their socket does; nil where they carry as much.
    package static func chiplets(have: Int, channels: Int, megatransfers: Int, fabric: Fabric) -> PopulationFinding? {
        let need = memory(channels, megatransfers) / fabric.bandwidth
        guard have > 0, need.isFinite, need < 1000, Double(have) < need else { return nil }
        return .tooFewChiplets(
            have: have, need: Int(need.rounded(.up)), channels: channels, megatransfers: megatransfers, fabric: fabric)
    }
}
