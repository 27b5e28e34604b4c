/// The populated channels of a machine, and what they carry together.
package struct PopulatedMemory: Hashable, Sendable {
    /// Channels with a module; of low-power memory, devices.
    package var channels: Int
    /// The same by socket, from 0.
    package var channelsPerSocket: [Int: Int]
    /// Data bits of all channels together.
    package var totalWidth: Int
    /// The same by socket.
    package var widthPerSocket: [Int: Int]
    /// What the slowest channel runs at, in MT/s, which all channels that interleave wait for.
    package var megatransfers: Int
    /// "DDR5"; "memory" where it is not told.
    package var type: String
    /// Whether the speed is what a module is made for, as what it runs at is not told.
    package var isRatedSpeed: Bool
    /// Whether slots' names told nothing, so that every module was taken to have a channel of its own.
    package var isRuleless: Bool

    /// 10⁹ bytes per second of all channels: width ÷ 8 × transfers.
    package var bandwidthGBs: Double { Self.bandwidth(totalWidth, megatransfers) }
    /// The same of one socket's channels.
    package var bandwidthPerSocketGBs: [Int: Double] {
        widthPerSocket.mapValues { Self.bandwidth($0, megatransfers) }
    }

    private static func bandwidth(_ width: Int, _ megatransfers: Int) -> Double {
        Double(width * megatransfers) / 8000
    }

    /// How it was derived: "12 channels of 64 bits × 4800 MT/s ÷ 8".
    package var derivation: String {
        let form = totalWidth % max(1, channels) == 0 ? "\(totalWidth / max(1, channels)) bits" : "\(totalWidth) bits"
        let of = totalWidth % max(1, channels) == 0 ? "of" : "with together"
        let speed = isRatedSpeed ? " (rated: the speed it runs at is not told)" : ""
        let guess = isRuleless ? "; assumed: slot names tell no channels, so each module counts as one" : ""
        return
            "\(channels) channel\(channels == 1 ? "" : "s") \(of) \(form) × \(megatransfers) MT/s\(speed) ÷ 8\(guess)"
    }

    /// What a table of modules gives: a sum, or why there is none.
    package enum Reading: Hashable, Sendable {
        case known(PopulatedMemory)
        case unknown(String)

        package var memory: PopulatedMemory? {
            guard case .known(let memory) = self else { return nil }
            return memory
        }

        package var reason: String? {
            guard case .unknown(let reason) = self else { return nil }
            return reason
        }
    }
}

extension SlotMap {
    /// The sums over all populated channels, or what is missing for them.
    package var populatedMemory: PopulatedMemory.Reading {
        let populated = self.populated
        let nothing =
            highBandwidth.isEmpty
            ? "no slot has a module" : "all memory is in the processor's package (HBM), and no slot has a module"
        guard !populated.isEmpty else { return .unknown(nothing) }
        var channels: [Int: Int] = [:]
        var widths: [Int: Int] = [:]
        var slowest: ChannelSpeed?
        for channel in populated {
            guard let width = channel.width else { return .unknown(channel.missing("width")) }
            guard let speed = channel.speed else { return .unknown(channel.missing("speed")) }
            channels[channel.socket, default: 0] += 1
            widths[channel.socket, default: 0] += width
            slowest = slowest.map { $0.megatransfers <= speed.megatransfers ? $0 : speed } ?? speed
        }
        guard let slowest else { return .unknown(nothing) }
        let isRated = populated.contains { $0.speed?.isRated ?? false }
        return .known(
            PopulatedMemory(
                channels: populated.count, channelsPerSocket: channels, totalWidth: widths.values.reduce(0, +),
                widthPerSocket: widths, megatransfers: slowest.megatransfers,
                type: populated.lazy.flatMap(\.modules).compactMap(\.type).first?.start(32) ?? "memory",
                isRatedSpeed: isRated, isRuleless: rule == nil))
    }
}

/// What a channel or a module runs at, in MT/s, and whether that is only what it is made for.
struct ChannelSpeed {
    let megatransfers: Int
    let isRated: Bool
}

extension MemoryModule {
    /// From DDR-200 to twice of what any memory does; beyond, a table is wrong.
    private static let possible = 100...40_000

    /// Both speeds as far as they are possible ones.
    var configuredSpeed: Int? { configuredMTs.flatMap { Self.possible.contains($0) ? $0 : nil } }
    var ratedSpeed: Int? { ratedMTs.flatMap { Self.possible.contains($0) ? $0 : nil } }

    var speed: ChannelSpeed? {
        configuredSpeed.map { ChannelSpeed(megatransfers: $0, isRated: false) }
            ?? ratedSpeed.map { ChannelSpeed(megatransfers: $0, isRated: true) }
    }

    /// Whether it is a module that is plugged in, which DDR memory makes 64 bits wide.
    private var isPlugged: Bool {
        guard let form = formFactor?.start(32).lowercased() else { return true }
        return form.contains("dimm") || form == "unknown" || form == "other"
    }

    /// Data bits; nil where they are not told and its kind does not tell them.
    var width: Int? {
        let told = dataWidth.flatMap { (8...1024).contains($0) && $0 % 8 == 0 ? $0 : nil }
        guard kind.hasPrefix("DDR") else { return told }
        // A DDR5 module has two channels of 32 bits, and some firmware tells one. 72 is with error correction.
        return isPlugged ? 64 : min(told ?? 64, 64)
    }
}

extension SlotMap.Channel {
    /// Data bits of the channel; nil where not told.
    package var width: Int? {
        let widths = modules.map(\.width)
        let known = widths.compactMap { $0 }
        guard known.count == widths.count, let widest = known.max() else { return nil }
        // Chips of one channel that are told one by one stand side by side; modules stand in a row.
        return widest < 64 ? min(64, known.reduce(0, +)) : widest
    }

    /// The lowest of its modules'; nil where one has none.
    var speed: ChannelSpeed? {
        let speeds = modules.map(\.speed)
        let known = speeds.compactMap { $0 }
        guard known.count == speeds.count else { return nil }
        return known.min { $0.megatransfers < $1.megatransfers }
    }

    fileprivate func missing(_ what: String) -> String {
        let module = modules.first { what == "width" ? $0.width == nil : $0.speed == nil } ?? slots.first
        let name = (module?.locator ?? name).start(40)
        let kind = module?.type.map { " (\($0.start(20)))" } ?? ""
        return "the \(what) of the module in \(name)\(kind) is not told: give what the machine has with --memory"
    }
}
