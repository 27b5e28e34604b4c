import Catalog

extension MachineFacts {
    /// The same with the upper end of each range that the table has: what the best of its family could do. Nil where no
    /// range is in use.
    package var highest: MachineFacts? {
        guard let platform else { return nil }
        let sockets = max(1, sockets?.value ?? 1)
        var facts = self
        func raise<Value>(_ path: WritableKeyPath<MachineFacts, Sourced<Value>?>, to value: Value?) {
            guard facts[keyPath: path]?.range != nil, let value else { return }
            facts[keyPath: path] = Sourced(value, .table, platform.name)
        }
        raise(\.channels, to: platform.channelRange.upperBound * sockets)
        raise(\.megatransfers, to: platform.megatransfers.upperBound)
        raise(\.chiplets, to: platform.chiplets.map { $0.upperBound * sockets })
        raise(\.fabricGHz, to: platform.fabricGHz?.upperBound)
        raise(\.readBytesPerClock, to: platform.readBytesPerClock?.upperBound)
        return facts == self ? nil : facts
    }

    /// What to ask for, where the table has only a range: the quantity, the range, and the option that tells it.
    package var ranges: [(quantity: String, range: String, option: String)] {
        [
            channels?.range.map { ("memory channels", $0, "--channels") },
            megatransfers?.range.map { ("memory speed", $0, "--mts") },
            chiplets?.range.map { ("chiplets", $0, "--ccds") },
            fabricGHz?.range.map { ("fabric clock", $0, "--fclk") },
            readBytesPerClock?.range.map { ("bytes a chiplet reads per fabric clock", $0, "--bytes-per-clock") },
        ].compactMap(\.self)
    }
}
