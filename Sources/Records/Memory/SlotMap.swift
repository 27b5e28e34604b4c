/// Which memory modules share a channel, as far as the names of their slots tell.
package struct SlotMap: Hashable, Sendable {
    /// Channels with at least one slot, populated or empty, in the order of the slots.
    package var channels: [Channel]
    /// How the slots' names were understood: "slot names like DIMM_A1: a letter for the channel"; nil where they tell
    /// nothing, and every module is then taken to have a channel of its own.
    package var rule: String?
    /// Memory in the processor's package (HBM), which is on none of these channels.
    package var highBandwidth: [MemoryModule] = []
    /// Processor sockets with a processor, and channels of one; nil where nobody tells.
    package var sockets: Int?
    package var channelsPerSocket: Int?
    /// Whether a hypervisor told the modules, and nobody vouched for them.
    package var toldByHypervisor = false

    /// One channel.
    package struct Channel: Hashable, Sendable {
        /// The processor socket, from 0; 0 also where names do not tell.
        package var socket: Int
        /// "A", "0", "Controller0 A".
        package var name: String
        /// Its slots, populated or empty.
        package var slots: [MemoryModule]

        package init(socket: Int, name: String, slots: [MemoryModule]) {
            self.socket = socket
            self.name = name
            self.slots = slots
        }

        /// Its modules.
        package var modules: [MemoryModule] { slots.filter(\.isFitted) }
        package var isPopulated: Bool { slots.contains(where: \.isFitted) }
    }

    package init(channels: [Channel], rule: String?) {
        self.channels = channels
        self.rule = rule
    }

    /// Reads the names of `modules`; `sockets` with a processor and channels of one socket where they are known from
    /// elsewhere. A rule that gives more channels than the family has, more than three slots to a channel, or two slots
    /// of one name is refused, and the next one tried.
    package init(_ modules: MemoryModules, sockets: Int? = nil, channelsPerSocket: Int? = nil) {
        let told = modules.sockets.map { $0.filter(\.isPopulated).count }
        let sockets = [sockets, told].compactMap { $0 }.first { (1...1024).contains($0) }
        let channelsPerSocket = channelsPerSocket.flatMap { (1...1024).contains($0) ? $0 : nil }
        let slots = modules.systemModules.filter { !$0.isHighBandwidth }
        let board = SlotBoard(slots, sockets: sockets, channelsPerSocket: channelsPerSocket)
        if let reading = board.reading() {
            self.init(channels: reading.channels, rule: reading.rule)
        } else {
            self.init(channels: board.unread(), rule: nil)
        }
        self.sockets = sockets
        self.channelsPerSocket = channelsPerSocket
        toldByHypervisor = modules.toldByHypervisor
        highBandwidth = modules.modules.filter(\.isHighBandwidth)
        dropEmptySockets()
    }

    /// Slots of a socket without a processor are no channels that could be used.
    private mutating func dropEmptySockets() {
        guard let sockets else { return }
        let named = Set(channels.map(\.socket))
        let used = Set(channels.filter(\.isPopulated).map(\.socket))
        guard named.count > sockets, used.count <= sockets, !used.isEmpty else { return }
        // The rest of the processors have the first of the sockets without memory.
        let kept = used.union(named.subtracting(used).sorted().prefix(sockets - used.count))
        channels.removeAll { !kept.contains($0.socket) }
    }

    /// Channels with a module.
    package var populated: [Channel] { channels.filter(\.isPopulated) }
    /// Channels that have slots but no module; none where the names tell nothing.
    package var empty: [Channel] { rule == nil ? [] : channels.filter { !$0.isPopulated } }
    /// Most slots that a channel has; nil where the names tell nothing.
    package var slotsPerChannel: Int? { rule == nil ? nil : channels.map(\.slots.count).max() }

    /// Channels of the machine: by the family where it is known, else as many as have slots; nil where nobody tells.
    package var channelCount: Int? {
        guard !isSoldered else { return channels.count }
        if let channelsPerSocket {
            return channelsPerSocket * max(sockets ?? 1, Set(channels.map(\.socket)).count)
        }
        return rule == nil ? nil : channels.count
    }

    /// Whether it is low-power memory, of which nothing can be added or moved.
    package var isSoldered: Bool { !populated.isEmpty && populated.allSatisfy { $0.modules.allSatisfy(\.isLowPower) } }
}

extension MemoryModule {
    /// Its type in capitals, as "LPDDR5"; empty where it is not told.
    var kind: String { (type ?? "").start(32).uppercased() }
    var isLowPower: Bool { kind.hasPrefix("LPDDR") }
    var isHighBandwidth: Bool { isFitted && kind.hasPrefix("HBM") }
    /// Its slot's name for a text.
    var shortLocator: String { locator.start(40) }
}

extension String {
    /// Its first `count` scalars: firmware may tell a megabyte, and one character may be as long.
    func start(_ count: Int) -> String { String(String.UnicodeScalarView(unicodeScalars.prefix(count))) }
}
