import Quantities

extension PopulationFinding {
    /// What it is, how it is seen, what it costs, and what to do.
    package var text: String {
        switch self {
        case .emptyChannels(let it): it.text
        case .unlistedChannels(let listed, let all):
            "The firmware lists slots of \(listed) of the \(all) channels that the processors have: either the board "
                + "has no more, and nothing can be done, or the list leaves empty slots out. Look at the board; "
                + "each further channel with a module like the others adds \(Self.percent(1, listed)) %."
        case .unequalChannels(let outside, let all, let cost):
            "Channels hold different amounts: \(ByteCount(outside)) of \(ByteCount(all)) are not spread over all of "
                + "them, so a pass over all memory gets \(Self.percent(cost)) % less bandwidth. Exchange modules "
                + "until every channel holds as much."
        case .unlikeModules(let what):
            "Modules have different \(what): firmware may spread memory unevenly and takes the timings of the "
                + "slowest. The cost is not known; modules of one part number avoid it."
        case .mixedSpeeds, .belowRated, .crowdedChannels: speedText
        case .unevenSockets(let channels): Self.socketsText(channels)
        case .tooFewChiplets: chipletsText
        }
    }

    private var speedText: String {
        switch self {
        case .mixedSpeeds(let slowest, let fastest, let slots):
            "Modules are made for \(slowest) to \(fastest) MT/s, and all run as the slowest: that costs "
                + "\(Self.percent(cost)) % of the bandwidth. Replace the modules in \(Self.list(slots)) by ones of "
                + "\(fastest) MT/s."
        case .belowRated(let configured, let rated):
            "Memory runs at \(configured) MT/s and could run at \(rated): that costs \(Self.percent(cost)) % of the "
                + "bandwidth. Choose \(rated) MT/s or the modules' profile (XMP, EXPO) in the firmware's setup; where "
                + "it stays, the processor does not support more."
        case .crowdedChannels(let configured, let rated, let count):
            "Memory runs at \(configured) MT/s and is made for \(rated), with \(count) modules per channel, at which "
                + "controllers usually run slower: that costs \(Self.percent(cost)) % of the bandwidth. Where the "
                + "capacity allows, use one larger module per channel, and set \(rated) MT/s in the firmware's setup."
        default: ""
        }
    }

    private static func socketsText(_ channels: [Int: Int]) -> String {
        let most = channels.values.max() ?? 0
        let each = channels.sorted { $0.key < $1.key }.map { "socket \($0.key): \($0.value)" }
        let poorer = channels.filter { $0.value < most }.keys.sorted().map { "\($0)" }
        return "Sockets have different numbers of populated channels (\(list(each))): memory of socket "
            + "\(list(poorer)) is slower, and work spread over all sockets waits for it. Populate \(most) channels "
            + "of every socket."
    }

    private var chipletsText: String {
        guard case .tooFewChiplets(let have, let need, let channels, let speed, let fabric) = self else { return "" }
        let clock = fabric.map { " at a fabric clock of \($0.gigahertz.shortest(decimals: 2)) GHz" } ?? ""
        let memory = (Double(speed) / 1000).shortest(decimals: 2)
        let channelText = "\(channels) channel\(channels == 1 ? "" : "s") of \(memory) GT/s"
        return "The processor has \(have) chiplet\(have == 1 ? "" : "s") with cores, whose links carry less than the "
            + "memory: at least \(need) are needed for \(channelText)\(clock). \(Self.percent(cost)) % of the memory's "
            + "bandwidth is out of reach of its cores. A processor of the same socket with \(need) or more chiplets "
            + "lifts it; faster memory does not."
    }

    static func percent(_ share: Double) -> String { (100 * share).fixed(share < 0.0995 && share > 0 ? 1 : 0) }
    static func percent(_ part: Int, _ whole: Int) -> String { (100 * Double(part) / Double(max(1, whole))).fixed(0) }

    /// At most eight of them.
    static func list(_ names: [String]) -> String {
        let shown = names.prefix(8).joined(separator: ", ")
        return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
    }
}

extension PopulationFinding.EmptyChannels {
    private typealias Finding = PopulationFinding

    fileprivate var text: String {
        let full = channels - empty
        let which = names.isEmpty ? "" : ": \(Finding.list(names))"
        let what =
            if channels == 2 && empty == 1 {
                "Only one channel of two has memory; empty\(names.isEmpty ? " is the other" : which)"
            } else if names.isEmpty {
                "At least \(empty) of \(channels) channels \(empty == 1 ? "is" : "are") empty, as there are "
                    + "\(full) module\(full == 1 ? "" : "s")"
            } else {
                "\(empty) of \(channels) channels \(empty == 1 ? "is" : "are") empty\(which)"
            }
        return "\(what). That costs \(Finding.percent(empty, channels)) % of the bandwidth. \(remedy)"
    }

    private var remedy: String {
        let full = max(1, channels - empty)
        let place = "the slot that the board's manual fills first"
        guard movable.isEmpty else {
            let moved = min(movable.count, empty)
            let names = Finding.list(Array(movable.prefix(moved)))
            let which = moved == 1 ? "which shares a channel" : "which share channels"
            let each = empty == 1 ? "it" : "them, one each"
            let gain = Finding.percent(moved, full)
            let rest =
                moved < empty
                ? " With modules like the others in the remaining \(empty - moved): +\(Finding.percent(empty, full)) %."
                : ""
            return "Move \(names), \(which) with another module, to \(each), into \(place): +\(gain) %.\(rest)"
        }
        let like = module.map { "another \($0)" } ?? "a module like the others"
        let each = empty == 1 ? "to it" : "to each of them"
        return "Add \(like) \(each), in \(place): +\(Finding.percent(empty, full)) %."
    }
}

extension MemoryModule {
    /// "32 GiB DDR5-4800".
    var kindText: String {
        let speed = (ratedSpeed ?? configuredSpeed).map { "-\($0)" } ?? ""
        return "\(ByteCount(size)) \(type?.start(20) ?? "memory")\(speed)"
    }
}
