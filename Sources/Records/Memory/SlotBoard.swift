/// The slots of a board with their names read, and the rules by which boards name them.
struct SlotBoard {
    private let slots: [MemoryModule]
    private let locators: [SlotName]
    private let banks: [SlotName]
    private let sockets: Int?
    private let channelsPerSocket: Int?
    private let socketOf: [Int]?
    /// Dies that a bank's NODE numbers where they are no sockets.
    private let dieOf: [Int]?

    /// How one rule reads the slots.
    struct Reading {
        var channels: [SlotMap.Channel]
        var rule: String
    }

    /// The place of a slot by one rule: its channel, and a name that no other slot of that channel has.
    typealias Place = (channel: String, slot: String)

    init(_ slots: [MemoryModule], sockets: Int?, channelsPerSocket: Int?) {
        self.slots = slots
        self.sockets = sockets
        self.channelsPerSocket = channelsPerSocket
        locators = slots.map { SlotName($0.locator, .locator) }
        banks = slots.map { SlotName($0.bank ?? "", .bank) }
        let named = Self.all(locators.map(\.socket)) ?? Self.all(banks.map(\.socket))
        let nodes = Self.all(banks.map(\.node)) ?? Self.all(locators.map(\.node))
        let used = Set(zip(nodes ?? [], slots).compactMap { $1.isFitted ? $0 : nil })
        let isSocket = named == nil && used.count <= sockets ?? used.count
        dieOf = isSocket ? nil : nodes
        socketOf = (named ?? (isSocket ? nodes : nil)).map(Self.fromZero)
    }

    /// All of them, or nil where one is missing.
    private static func all<Value>(_ values: [Value?]) -> [Value]? {
        let present = values.compactMap { $0 }
        return present.count == values.count && !values.isEmpty ? present : nil
    }

    /// Boards count their sockets from 0 or from 1.
    private static func fromZero(_ numbers: [Int]) -> [Int] {
        numbers.contains(0) ? numbers : numbers.map { $0 - 1 }
    }

    /// By the first rule that gives a board that can be.
    func reading() -> Reading? {
        guard !slots.isEmpty else { return nil }
        let modules = slots.filter(\.isFitted)
        if !modules.isEmpty, modules.allSatisfy(\.isLowPower) { return soldered(modules) }
        let rules: [() -> Reading?] = [
            named, lettered, banked, numberedLetters, controllers, dell, numbered, bankNumbers,
        ]
        for rule in rules {
            if let reading = rule() { return reading }
        }
        return nil
    }

    /// Names tell nothing: every module has a channel of its own, as far as the family has so many.
    func unread() -> [SlotMap.Channel] {
        var channels: [SlotMap.Channel] = []
        var first: [[Int]: Int] = [:]
        var count: [Int: Int] = [:]
        for (at, slot) in slots.enumerated() where slot.isFitted {
            let socket = socketOf?[at] ?? 0
            let bound = channelsPerSocket.map { socketOf == nil ? $0 * (sockets ?? 1) : $0 } ?? slots.count
            let turn = count[socket, default: 0]
            count[socket] = turn + 1
            if let known = first[[socket, turn % bound]] {
                channels[known].slots.append(slot)
            } else {
                first[[socket, turn]] = channels.count
                channels.append(.init(socket: socket, name: slot.locator, slots: [slot]))
            }
        }
        return channels
    }

    /// Soldered devices are named in many ways, and each has wires of its own.
    private func soldered(_ modules: [MemoryModule]) -> Reading {
        let channels = modules.map { SlotMap.Channel(socket: 0, name: $0.bank ?? $0.locator, slots: [$0]) }
        return Reading(channels: channels, rule: "low-power memory: every device has wires of its own")
    }
}

// MARK: Rules that read one slot at a time

extension SlotBoard {
    private func named() -> Reading? {
        read(by: "slot names with a channel, like Channel A") { at in
            locators[at].channel.map { (withController($0, at), slotText(at)) }
        }
    }

    private func lettered() -> Reading? {
        let letters = Set(locators.compactMap(\.letter))
        let isBare = locators.allSatisfy(\.isBare)
        // "A1" and "B1" of a board with two processors name the processors; "M1" and "M2" name nothing.
        if isBare, let sockets, sockets > 1, letters.count <= sockets { return nil }
        if isBare, letters.count == 1, letters != ["A"] { return nil }
        // "A1_DIMM0" to "A1_DIMM3": what never changes is no channel.
        if letters.count == 1, slots.count > 1, locators.allSatisfy({ $0.number != nil }) { return nil }
        return read(by: "slot names like DIMM_A1: a letter for the channel") { at in
            let name = locators[at]
            // "DIMM 1A" is for another rule.
            guard let letter = name.letter, name.index != nil || name.number == nil else { return nil }
            return (withController(letter, at), slotText(at))
        }
    }

    private func banked() -> Reading? {
        read(by: "bank names with a channel, like P0 CHANNEL A") { at in
            guard let channel = banks[at].channel else { return nil }
            let die = dieOf.map { "Node\($0[at]) " } ?? ""
            return (die + channel, "\(banks[at].number ?? -1) \(slotText(at))")
        }
    }

    private func controllers() -> Reading? {
        read(by: "slot names with a memory controller: one channel each") { at in
            locators[at].controller.map { ("Controller\($0)", slots[at].locator.start(96)) }
        }
    }

    /// "DIMM 1A": as there are more channels than slots of one, the more numerous part is the channel.
    private func numberedLetters() -> Reading? {
        guard let letters = Self.all(locators.map(\.letter)), let numbers = Self.all(locators.map(\.number)),
            locators.allSatisfy({ $0.index == nil })
        else { return nil }
        // HPE counts the slots and letters the order of filling: no letter or number is a channel.
        guard !locators.contains(where: \.hasProc) else { return nil }
        let byLetter = Set(letters).count >= Set(numbers).count
        let form = byLetter ? "a letter" : "a number"
        return read(by: "slot names like DIMM 1A: \(form) for the channel") { at in
            byLetter ? (letters[at], "\(numbers[at])") : ("\(numbers[at])", letters[at])
        }
    }

    /// "DIMM 0" of BANK 0 and "DIMM 0" of BANK 1: where names repeat from bank to bank, a bank is a channel.
    private func bankNumbers() -> Reading? {
        guard Set(slots.map(\.locator)).count < slots.count, Set(banks.compactMap(\.bank)).count > 1 else { return nil }
        return read(by: "slot names that repeat from bank to bank: a bank is a channel") { at in
            guard let bank = banks[at].bank, locators[at].number != nil else { return nil }
            return ("\(bank)", slotText(at))
        }
    }

    private func withController(_ channel: String, _ at: Int) -> String {
        locators[at].controller.map { "Controller\($0) \(channel)" } ?? channel
    }

    private func slotText(_ at: Int) -> String {
        let name = locators[at]
        if name.index == nil, name.number == nil { return slots[at].locator.start(96) }
        return "\(name.index ?? -1) \(name.number ?? -1)"
    }
}

// MARK: Rules that need the number of channels

extension SlotBoard {
    /// Dell's A1 to A12: a letter for the processor; the first slots of all channels, then the second ones.
    private func dell() -> Reading? {
        guard let channelsPerSocket, locators.allSatisfy(\.isBare) else { return nil }
        let rule = "slot names like A1: a letter for the processor, numbers through all \(channelsPerSocket) channels"
        let ofLetter = locators.map { Int($0.letter?.utf8.first ?? 0x41) - 0x41 }
        return read(by: rule, sockets: ofLetter) { at in
            guard let index = locators[at].index, index >= 1, index <= 3 * channelsPerSocket else { return nil }
            return ("\((index - 1) % channelsPerSocket + 1)", "\(index)")
        }
    }

    /// Numbers alone tell channels where there are as many slots as channels, or where neighbours share one (HPE).
    private func numbered() -> Reading? {
        guard let channelsPerSocket, let numbers = Self.all(locators.map(\.number)), let lowest = numbers.min()
        else { return nil }
        let named = socketOf.map { Set($0).count }
        let perSocket = slots.count / max(1, named ?? sockets ?? 1)
        let each = perSocket / channelsPerSocket
        let isHPE = locators.allSatisfy(\.hasProc)
        guard perSocket > 0, perSocket % channelsPerSocket == 0, each == 1 || isHPE && each <= 3 else { return nil }
        // Without a socket in the name, numbers go on from one socket to the next.
        let socketOf = self.socketOf ?? numbers.map { min(($0 - lowest) / perSocket, (sockets ?? 1) - 1) }
        let first = zip(socketOf, numbers).reduce(into: [:]) { $0[$1.0] = min($0[$1.0] ?? $1.1, $1.1) }
        let rule =
            each == 1
            ? "as many slots as channels: a slot has a channel of its own"
            : "slot names like PROC 1 DIMM 1: \(each) neighbours share a channel"
        return read(by: rule, sockets: socketOf) { at in
            let number = numbers[at] - (first[socketOf[at]] ?? 0)
            // A gap in the numbers is a slot that the firmware hides.
            return number < perSocket ? ("\(number / each + 1)", "\(numbers[at])") : nil
        }
    }
}

// MARK: Sanity

extension SlotBoard {
    private struct Key: Hashable {
        let socket: Int
        let channel: String
        var slot = ""
    }

    /// The board that `place` gives, or nil where a slot has no place or the board cannot be.
    private func read(by rule: String, sockets given: [Int]? = nil, _ place: (Int) -> Place?) -> Reading? {
        var order: [Key: Int] = [:]
        var channels: [SlotMap.Channel] = []
        var seen: Set<Key> = []
        for (at, slot) in slots.enumerated() {
            guard let (name, position) = place(at) else { return nil }
            let socket = given?[at] ?? socketOf?[at] ?? 0
            var key = Key(socket: socket, channel: name, slot: position)
            guard (0..<1024).contains(socket), seen.insert(key).inserted else { return nil }
            key.slot = ""
            if let known = order[key] {
                channels[known].slots.append(slot)
                guard channels[known].slots.count <= 3 else { return nil }
            } else {
                order[key] = channels.count
                channels.append(.init(socket: socket, name: name, slots: [slot]))
            }
        }
        if given == nil, socketOf == nil { spread(&channels) }
        return hasRoom(channels) ? Reading(channels: channels, rule: rule) : nil
    }

    /// Names without a socket on a board with several: letters go on from one socket to the next.
    private func spread(_ channels: inout [SlotMap.Channel]) {
        guard let sockets, sockets > 1, channels.count % sockets == 0, channels.count > sockets else { return }
        let each = channels.count / sockets
        let ranked = channels.indices.sorted { Self.isBefore(channels[$0].name, channels[$1].name) }
        for (rank, at) in ranked.enumerated() { channels[at].socket = rank / each }
    }

    /// "2" before "10".
    private static func isBefore(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count ? one < other : one.utf8.count < other.utf8.count
    }

    private func hasRoom(_ channels: [SlotMap.Channel]) -> Bool {
        guard let channelsPerSocket else { return true }
        return channels.reduce(into: [:]) { $0[$1.socket, default: 0] += 1 }.values.allSatisfy {
            $0 <= channelsPerSocket
        }
    }
}
