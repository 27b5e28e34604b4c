import Catalog
import Quantities

/// A change to a machine, and what theory then allows.
package struct Upgrade: Hashable, Sendable {
    /// "memory at 6400 MT/s".
    package let change: String
    package let bandwidth: Bandwidth
    /// The bandwidth over today's: 1 where the change brings nothing.
    package let factor: Double
    /// What binds after it.
    package let binding: MachineFacts.Ceiling
}

extension MachineFacts {
    /// What the family offers beyond this machine, the most useful first; empty where nothing is known.
    package var upgrades: [Upgrade] {
        guard bandwidth == nil, let now = theoreticalBandwidth, now.value > 0 else { return [] }
        let changes = [fasterMemory, moreChannels, moreChiplets, fasterFabric, doubleLinks].compactMap(\.self)
        var found = changes.compactMap { upgrade($0.change, $0.facts, from: now) }
        // Where two ceilings lie close together, one change alone brings little: all at once.
        if changes.count > 1 {
            let all = changes.reduce(self) { $1.apply($0) }
            if let together = upgrade("all of these", all, from: now),
                together.factor > (found.map(\.factor).max() ?? 1)
            {
                found.append(together)
            }
        }
        return found.enumerated().sorted { ($1.element.factor, $0.offset) < ($0.element.factor, $1.offset) }
            .map(\.element)
    }

    private func upgrade(_ change: String, _ facts: MachineFacts, from now: Bandwidth) -> Upgrade? {
        guard let bandwidth = facts.theoreticalBandwidth, let binding = facts.binding else { return nil }
        return Upgrade(change: change, bandwidth: bandwidth, factor: bandwidth / now, binding: binding)
    }

    private struct Change {
        let change: String
        let facts: MachineFacts
        let apply: (MachineFacts) -> MachineFacts

        init(_ change: String, of facts: MachineFacts, _ apply: @escaping (MachineFacts) -> MachineFacts) {
            self.change = change
            self.facts = apply(facts)
            self.apply = apply
        }
    }

    private var fasterMemory: Change? {
        guard let platform, let megatransfers, megatransfers.value < platform.megatransfers.upperBound else {
            return nil
        }
        let best = platform.megatransfers.upperBound
        return Change("memory at \(best) MT/s, the fastest of its family", of: self) { facts in
            var facts = facts
            facts.megatransfers = Sourced(best, .table, platform.name)
            return facts
        }
    }

    private var moreChannels: Change? {
        guard let platform, let channels else { return nil }
        let all = platform.channels * max(1, sockets?.value ?? 1)
        guard channels.value < all else { return nil }
        return Change("modules in all \(all) channels", of: self) { facts in
            var facts = facts
            facts.channels = Sourced(all, .table, platform.name)
            return facts
        }
    }

    private var moreChiplets: Change? {
        guard binding == .fabric, let platform, let most = platform.chiplets?.upperBound, let chiplets,
            let needed = chipletsNeeded
        else { return nil }
        let sockets = max(1, sockets?.value ?? 1)
        let count = min(needed, most * sockets)
        guard count > chiplets.value else { return nil }
        return Change("a CPU of the family with \(count / sockets) chiplets", of: self) { facts in
            var facts = facts
            facts.chiplets = Sourced(count, .table, platform.name)
            return facts
        }
    }

    private var fasterFabric: Change? {
        guard binding == .fabric, let platform, let best = platform.fabricGHz?.upperBound, let fabricGHz,
            fabricGHz.value < best
        else { return nil }
        return Change("FCLK at \(best.shortest(decimals: 2)) GHz", of: self) { facts in
            var facts = facts
            facts.fabricGHz = Sourced(best, .table, platform.name)
            return facts
        }
    }

    private var doubleLinks: Change? {
        guard binding == .fabric, let platform, let most = platform.readBytesPerClock?.upperBound,
            (readBytesPerClock?.value ?? 32) < most
        else { return nil }
        return Change("a CPU of the family with two links for each chiplet", of: self) { facts in
            var facts = facts
            facts.readBytesPerClock = Sourced(most, .table, platform.name)
            return facts
        }
    }
}
