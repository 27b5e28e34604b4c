/// Which memory modules share a channel, as far as the names of their slots tell.
package struct SlotMap: Hashable, Sendable {
    /// Channels with at least one slot, populated or empty, in the order of the slots.
    package var channels: [Channel]
    /// How the slots' names were understood: "slot names like DIMM_A1: a letter for the channel"; nil where they tell
    /// nothing, and every module is then taken to have a channel of its own.
    package var rule: String?

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
    }

    package init(channels: [Channel], rule: String?) {
        self.channels = channels
        self.rule = rule
    }
}
