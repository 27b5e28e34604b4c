extension Platform {
    /// What can be said of a machine that may be of several families: of each quantity the lowest figure, and the range
    /// over all of them. Channels go by their bits together: 32 of 16 bits are as much as 8 of 64.
    /// - Returns: nil of none.
    package static func lowest(of platforms: [Platform]) -> Platform? {
        guard let first = platforms.first else { return nil }
        guard platforms.count > 1 else { return first }
        let least = platforms.min { $0.dramRate < $1.dramRate } ?? first
        let alike = platforms.filter { $0.channelWidth == least.channelWidth }
        let most = alike.map(\.channelRange.upperBound).max() ?? least.channels
        return Platform(
            name: joined(platforms, " or ") { $0.name }, socket: joined(platforms, "/") { $0.socket },
            category: least.category, channels: least.channels, mostChannels: most > least.channels ? most : nil,
            channelWidth: least.channelWidth,
            megatransfers: hull(platforms.map(\.megatransfers)) ?? least.megatransfers,
            memory: joined(platforms, " or ") { $0.memory }, tiles: hull(platforms.compactMap(\.tiles)),
            chiplets: hull(platforms.compactMap(\.chiplets)), fabricGHz: hull(platforms.compactMap(\.fabricGHz)),
            readBytesPerClock: hull(platforms.compactMap(\.readBytesPerClock)),
            writeBytesPerClock: platforms.compactMap(\.writeBytesPerClock).min(),
            cachesPerChiplet: platforms.allSatisfy { $0.cachesPerChiplet == first.cachesPerChiplet }
                ? first.cachesPerChiplet : nil,
            cores: unique(platforms.flatMap(\.cores)), source: joined(platforms, "; ") { $0.source },
            matches: platforms.flatMap(\.matches), names: unique(platforms.flatMap(\.names)))
    }

    /// Channels of one socket, as its members have them.
    package var channelRange: ClosedRange<Int> { channels...max(channels, mostChannels ?? channels) }

    /// The least that its memory moves: bits and mega transfers per second.
    private var dramRate: Int { channels * channelWidth * megatransfers.lowerBound }

    private static func hull<Value>(_ ranges: [ClosedRange<Value>]) -> ClosedRange<Value>? {
        guard let low = ranges.map(\.lowerBound).min(), let high = ranges.map(\.upperBound).max() else { return nil }
        return low...high
    }

    private static func unique(_ texts: [String]) -> [String] {
        texts.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private static func joined(_ platforms: [Platform], _ sign: String, _ text: (Platform) -> String) -> String {
        unique(platforms.map(text)).joined(separator: sign)
    }

    private static func joined(_ platforms: [Platform], _ sign: String, _ text: (Platform) -> String?) -> String? {
        let texts = unique(platforms.compactMap(text))
        return texts.isEmpty ? nil : texts.joined(separator: sign)
    }
}
