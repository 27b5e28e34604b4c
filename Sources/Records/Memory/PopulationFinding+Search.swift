extension PopulationFinding {
    /// What the slots of a machine cost, the dearest first; nothing from a table that a hypervisor told.
    package static func findings(_ map: SlotMap, family: Family = Family()) -> [PopulationFinding] {
        guard !map.toldByHypervisor, !map.populated.isEmpty else { return [] }
        let found = [
            emptyChannels(map), unlistedChannels(map), unequalChannels(map), unlikeModules(map),
            mixedSpeeds(map, family), belowRated(map, family), unevenSockets(map),
        ]
        return found.compactMap { $0 }.sorted { $0.cost > $1.cost }
    }

    private static func emptyChannels(_ map: SlotMap) -> PopulationFinding? {
        guard !map.isSoldered else { return nil }
        let modules = map.populated.flatMap(\.modules)
        let kinds = Set(modules.map(\.kindText))
        let movable = map.rule == nil ? [] : map.populated.flatMap { $0.modules.dropFirst().map(\.shortLocator) }
        var it = EmptyChannels(
            empty: map.empty.count, channels: map.channels.count, names: map.emptyTexts,
            movable: movable, module: kinds.count == 1 ? kinds.first : nil)
        if map.rule == nil {
            // A module is in one channel: with fewer modules than channels some are surely empty.
            guard let all = map.channelCount else { return nil }
            (it.empty, it.channels) = (all - modules.count, all)
        } else if let all = map.channelCount, all > it.channels {
            it.channels = all
        }
        return it.empty > 0 ? .emptyChannels(it) : nil
    }

    private static func unlistedChannels(_ map: SlotMap) -> PopulationFinding? {
        guard map.rule != nil, let all = map.channelCount, all > map.channels.count else { return nil }
        return .unlistedChannels(listed: map.channels.count, of: all)
    }

    /// What the fullest channels have more than the emptiest is spread over fewer of them.
    private static func unequalChannels(_ map: SlotMap) -> PopulationFinding? {
        // A module of unknown size may be as large as the others.
        let sizesAreKnown = map.populated.allSatisfy { $0.modules.allSatisfy { $0.size > 0 } }
        guard map.rule != nil, !map.isSoldered, sizesAreKnown else { return nil }
        var outside = 0.0
        var total = 0.0
        var worst = 0.0
        for channels in Dictionary(grouping: map.populated, by: \.socket).values where channels.count > 1 {
            let sizes = channels.map { $0.modules.reduce(0.0) { $0 + Double($1.size) } }.sorted()
            guard let least = sizes.first else { continue }
            let sum = sizes.reduce(0, +)
            // All channels read at once until the fullest is read.
            worst = max(worst, 1 - sum / Double(sizes.count) / (sizes.last ?? least))
            outside += sum - least * Double(sizes.count)
            total += sum
        }
        guard outside > 0, let left = Int(exactly: outside.rounded()), let all = Int(exactly: total.rounded())
        else { return nil }
        return .unequalChannels(outside: left, of: all, cost: worst)
    }

    private static func unlikeModules(_ map: SlotMap) -> PopulationFinding? {
        let modules = map.populated.flatMap(\.modules)
        let types = Set(modules.compactMap { $0.type?.start(20) }).sorted().prefix(4)
        if types.count > 1 { return .unlikeModules("kinds (\(types.joined(separator: ", ")))") }
        let ranks = Set(modules.compactMap(\.ranks)).sorted().prefix(4)
        guard ranks.count > 1 else { return nil }
        return .unlikeModules("ranks (\(ranks.map { "\($0)" }.joined(separator: ", ")))")
    }

    private static func mixedSpeeds(_ map: SlotMap, _ family: Family) -> PopulationFinding? {
        let rated = map.populated.flatMap(\.modules).filter { $0.ratedSpeed != nil }
        guard let slowest = rated.compactMap(\.ratedSpeed).min(), let fastest = rated.compactMap(\.ratedSpeed).max()
        else { return nil }
        let gain = min(fastest, family.megatransfers ?? fastest)
        let running = runningSpeed(map) ?? slowest
        // Profiles run modules above the speed that they tell; then the slowest holds nothing back.
        guard isLess(slowest, gain), isLess(running, gain) else { return nil }
        let slots = rated.filter { isLess($0.ratedSpeed ?? 0, gain) }.map(\.shortLocator)
        return .mixedSpeeds(slowest: slowest, fastest: gain, slots: slots)
    }

    private static func belowRated(_ map: SlotMap, _ family: Family) -> PopulationFinding? {
        let modules = map.populated.flatMap(\.modules)
        guard let running = runningSpeed(map), let made = modules.compactMap(\.ratedSpeed).min() else { return nil }
        let rated = min(made, family.megatransfers ?? made)
        guard isLess(running, rated) else { return nil }
        let perChannel = map.rule == nil ? 1 : map.populated.map(\.modules.count).max() ?? 1
        guard perChannel > 1, !map.isSoldered else { return .belowRated(configured: running, rated: rated) }
        return .crowdedChannels(configured: running, rated: rated, perChannel: perChannel)
    }

    private static func unevenSockets(_ map: SlotMap) -> PopulationFinding? {
        guard map.rule != nil || Set(map.channels.map(\.socket)).count > 1, !map.isSoldered else { return nil }
        var channels = map.channels.reduce(into: [:]) { $0[$1.socket, default: 0] += $1.isPopulated ? 1 : 0 }
        // A processor whose slots are not listed has none; but names without sockets put all into the first.
        if channels.count > 1, let sockets = map.sockets, channels.count < sockets, sockets <= 64 {
            for socket in 0..<sockets where channels.count < sockets && channels[socket] == nil { channels[socket] = 0 }
        }
        guard channels.count > 1, Set(channels.values).count > 1 else { return nil }
        return .unevenSockets(channels)
    }

    private static func runningSpeed(_ map: SlotMap) -> Int? {
        map.populated.flatMap(\.modules).compactMap(\.configuredSpeed).min()
    }

    /// Firmware rounds: 2667 is no less than 2666, nor 2933 than 2934.
    private static func isLess(_ one: Int, _ other: Int) -> Bool { Double(one) < 0.99 * Double(other) }
}

extension SlotMap {
    /// "B (DIMM_B1, DIMM_B2)" for each empty channel, with its socket where there are several.
    fileprivate var emptyTexts: [String] {
        let isOne = channels.allSatisfy { $0.socket == channels.first?.socket }
        return empty.map { channel in
            let slots = channel.slots.map(\.shortLocator).joined(separator: ", ")
            return "\(channel.name.start(40))\(isOne ? "" : " of socket \(channel.socket)") (\(slots))"
        }
    }
}
