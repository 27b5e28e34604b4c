import Records
import Testing

/// Names of slots as real boards have them, and the channels that they mean.
@Suite struct SlotNameTests {
    /// A board: its slots as "locator" or "locator|bank", what is known of it, and "socket.channel" of each channel in
    /// the order of the slots with how many slots it has; nil where its names tell nothing.
    struct Board: CustomTestStringConvertible, Sendable {
        let name: String
        let slots: [String]
        var sockets: Int?
        var family: Int?
        let channels: [String]?
        var testDescription: String { name }

        var map: SlotMap {
            let modules = slots.map { text in
                let parts = text.split(separator: "|", maxSplits: 1).map { String($0) }
                var module = MemoryModule(locator: parts.first ?? "", size: 1 << 35, type: "DDR5", configuredMTs: 4800)
                module.bank = parts.count > 1 ? parts[1] : nil
                return module
            }
            return SlotMap(
                MemoryModules(modules: modules, toldByHypervisor: false), sockets: sockets, channelsPerSocket: family)
        }
    }

    /// "A1" … for every letter and number, into `form` at # and @.
    static func each(_ letters: String, _ numbers: ClosedRange<Int>, _ form: String) -> [String] {
        letters.flatMap { letter in
            numbers.map { number in
                String(form.flatMap { $0 == "@" ? "\(letter)" : $0 == "#" ? "\(number)" : "\($0)" })
            }
        }
    }

    static let lettered: [Board] = [
        Board(
            name: "desktop, DIMM_A1", slots: each("AB", 1...2, "DIMM_@#|BANK 0"), sockets: 1, family: 2,
            channels: ["0.A 2", "0.B 2"]),
        Board(name: "laptop, DIMM A", slots: ["DIMM A|BANK 0", "DIMM B|BANK 2"], channels: ["0.A 1", "0.B 1"]),
        Board(
            name: "Supermicro X13DET-B, the bank is wrong",
            slots: each("ABCDEFGH", 1...1, "P1-DIMM@#|P0_Node0_Channel0_Dimm0")
                + each("ABCDEFGH", 1...1, "P2-DIMM@#|P0_Node0_Channel0_Dimm0"), sockets: 2, family: 8,
            channels: "ABCDEFGH".map { "0.\($0) 1" } + "ABCDEFGH".map { "1.\($0) 1" }),
        Board(
            name: "Hitachi, CPU0_A0", slots: each("AB", 0...1, "CPU0_@#") + each("AB", 0...1, "CPU1_@#"),
            channels: ["0.A 2", "0.B 2", "1.A 2", "1.B 2"]),
        Board(
            name: "Intel, CPU1_DIMM_A1",
            slots: each("AB", 1...2, "CPU1_DIMM_@#|NODE 1")
                + each("AB", 1...2, "CPU2_DIMM_@#|NODE 2"), sockets: 2, family: 6,
            channels: ["0.A 2", "0.B 2", "1.A 2", "1.B 2"]),
        Board(
            name: "Granite Rapids AP, CPU0_DIMM_A", slots: ["CPU0_DIMM_A|BANK 0", "CPU0_DIMM_B|BANK 1"], family: 12,
            channels: ["0.A 1", "0.B 1"]),
        Board(
            name: "EPYC with a channel P",
            slots: each("OP", 1...1, "CPU1_DIMM_@#|P1 CHANNEL @")
                + each("AB", 1...1, "CPU0_DIMM_@#|P0 CHANNEL @"),
            channels: ["1.O 1", "1.P 1", "0.A 1", "0.B 1"]),
        Board(
            name: "Gigabyte, DIMM_P0_A0",
            slots: each("AB", 0...1, "DIMM_P0_@#|BANK #")
                + each("IJ", 0...1, "DIMM_P1_@#|BANK #"), sockets: 2, family: 8,
            channels: ["0.A 2", "0.B 2", "1.I 2", "1.J 2"]),
        Board(
            name: "P0_DIMM_A0", slots: each("AB", 0...0, "P0_DIMM_@#"), channels: ["0.A 1", "0.B 1"]),
        Board(
            name: "S2600, the letters go on",
            slots: each("ABC", 1...2, "DIMM_@#|NODE 1")
                + each("GHJ", 1...2, "DIMM_@#|NODE 2"), sockets: 2, family: 6,
            channels: ["0.A 2", "0.B 2", "0.C 2", "1.G 2", "1.H 2", "1.J 2"]),
        Board(
            name: "DIMM 0 of BANK 0 and of BANK 1", slots: each("01", 0...1, "DIMM #|BANK @"),
            channels: ["0.0 2", "0.1 2"]),
        Board(name: "DIMM 0 of BANK 0 and DIMM 1 of BANK 1", slots: ["DIMM 0|BANK 0", "DIMM 1|BANK 1"], channels: nil),
        Board(name: "a channel P", slots: each("OP", 1...2, "DIMM_@#"), channels: ["0.O 2", "0.P 2"]),
        Board(name: "S1_DIMM_A1", slots: ["S0_DIMM_A1", "S1_DIMM_A1"], channels: ["0.A 1", "1.A 1"]),
        Board(name: "DDR4_A1", slots: ["DDR4_A1", "DDR4_A2", "DDR4_B1"], channels: ["0.A 2", "0.B 1"]),
        Board(name: "Fujitsu, DIMM-1A", slots: ["DIMM-1A", "DIMM-2A", "DIMM-1B"], channels: ["0.A 2", "0.B 1"]),
        Board(name: "QEMU with loc_pfx=DIMM_A", slots: ["DIMM_A 0", "DIMM_A 1"], channels: ["0.A 2"]),
        Board(
            name: "two sockets that no name tells", slots: each("ABCD", 1...1, "DIMM_@#"), sockets: 2, family: 2,
            channels: ["0.A 1", "0.B 1", "1.C 1", "1.D 1"]),
        Board(
            name: "ASUS, Controller1-DIMMB2",
            slots: ["Controller0-DIMMA1", "Controller0-DIMMA2", "Controller1-DIMMB1"],
            channels: ["0.Controller0 A 2", "0.Controller1 B 1"]),
        Board(
            name: "A1_DIMM0, B1_DIMM0", slots: each("AB", 0...1, "@1_DIMM#"), channels: ["0.A 2", "0.B 2"]),
        Board(name: "A1_DIMM0 to 3: A1 never changes", slots: each("A", 0...3, "A1_DIMM#"), family: 2, channels: nil),
        Board(name: "M1, M2", slots: ["M1|Bank 0", "M2|Bank 1"], channels: nil),
        Board(
            name: "DIMM 1A, DIMM 1B", slots: ["DIMM 1A", "DIMM 1B", "DIMM 2A", "DIMM 2B"],
            channels: ["0.A 2", "0.B 2"]),
        Board(
            name: "P1-DIMM1A of three channels",
            slots: ["P1-DIMM1A", "P1-DIMM1B", "P1-DIMM2A", "P1-DIMM2B", "P1-DIMM3A"],
            channels: ["0.1 2", "0.2 2", "0.3 1"]),
    ]

    static let channelled: [Board] = [
        Board(
            name: "Intel client, ChannelA-DIMM0",
            slots: each("AB", 0...1, "ChannelA-DIMM#|BANK #").prefix(2)
                + each("B", 0...1, "ChannelB-DIMM#|BANK #"), channels: ["0.A 2", "0.B 2"]),
        Board(
            name: "coreboot, Channel-0-DIMM-1", slots: ["Channel-0-DIMM-0", "Channel-0-DIMM-1", "Channel-1-DIMM-0"],
            channels: ["0.0 2", "0.1 1"]),
        Board(
            name: "Alder Lake", slots: ["Controller0-ChannelA-DIMM0|BANK 0", "Controller1-ChannelA-DIMM0|BANK 0"],
            family: 2, channels: ["0.Controller0 A 1", "0.Controller1 A 1"]),
        Board(
            name: "Jasper Lake", slots: ["Controller0-ChannelA|BANK 0", "Controller1-ChannelA-DIMM0|BANK 0"],
            channels: ["0.Controller0 A 1", "0.Controller1 A 1"]),
        Board(
            name: "DDR5 halves",
            slots: ["Controller0-ChannelA/B-DIMM0|BANK 0/1", "Controller1-ChannelA/B-DIMM0|BANK 0/1"],
            family: 2, channels: ["0.Controller0 A 1", "0.Controller1 A 1"]),
        Board(
            name: "Controller1-DIMM0", slots: ["Controller0-DIMM0", "Controller0-DIMM1", "Controller1-DIMM0"],
            channels: ["0.Controller0 2", "0.Controller1 1"]),
        Board(
            name: "Inspur, CPU0_C0D1", slots: each("0", 0...1, "CPU0_C#D0") + each("0", 0...1, "CPU1_C#D1"),
            channels: ["0.0 1", "0.1 1", "1.0 1", "1.1 1"]),
        Board(
            name: "CPU1_CH3_D0", slots: ["CPU1_CH3_D0", "CPU1_CH3_D1", "CPU0_CH0_D0"], channels: ["1.3 2", "0.0 1"]),
        Board(
            name: "Sierra Forest, CPU0 CH0/D0",
            slots: ["CPU0 CH0/D0|BANK 0", "CPU0 CH0/D1|BANK 0", "CPU0 CH1/D0|BANK 1"],
            channels: ["0.0 2", "0.1 1"]),
        Board(
            name: "EC2 metal",
            slots: [
                "CPU0 Channel0 DIMM0|NODE 0", "CPU0 Channel1 DIMM0|NODE 1",
                "CPU1 Channel0 DIMM0|NODE 6", "CPU1 Channel0 DIMM1|NODE 7",
            ], sockets: 2, family: 8,
            channels: ["0.0 1", "0.1 1", "1.0 2"]),
        Board(
            name: "AMD, DIMM 0 of P0 CHANNEL A", slots: each("AB", 0...1, "DIMM #|P0 CHANNEL @"), sockets: 1, family: 2,
            channels: ["0.A 2", "0.B 2"]),
        Board(
            name: "laptop, Bottom-Slot",
            slots: ["Bottom-Slot 1(top)|P0 CHANNEL A", "Bottom-Slot 2(under)|P0 CHANNEL B"],
            channels: ["0.A 1", "0.B 1"]),
        Board(
            name: "NUC, SODIMM0", slots: ["SODIMM0|CHANNEL A DIMM0", "SODIMM1|CHANNEL B DIMM0"],
            channels: ["0.A 1", "0.B 1"]),
        Board(
            name: "X99, NODE 0 CHANNEL 0 DIMM 0",
            slots: each("0", 0...1, "Slot|NODE 0 CHANNEL # DIMM 0")
                + each("0", 0...1, "Slot|NODE 1 CHANNEL # DIMM 0"), sockets: 2, family: 4,
            channels: ["0.0 1", "0.1 1", "1.0 1", "1.1 1"]),
        Board(
            name: "dies of one Naples",
            slots: each("0", 0...1, "DIMM 0|_Node0_Channel#_Dimm0")
                + each("0", 0...1, "DIMM 0|_Node1_Channel#_Dimm0"), sockets: 1, family: 8,
            channels: ["0.Node0 0 1", "0.Node0 1 1", "0.Node1 0 1", "0.Node1 1 1"]),
        Board(
            name: "Ampere",
            slots: [
                "DIMM000 J11|SOCKET 0 CHANNEL 0 DIMM 0", "DIMM001 J12|SOCKET 0 CHANNEL 0 DIMM 1",
                "DIMM170 J31|SOCKET 1 CHANNEL 7 DIMM 0",
            ], sockets: 2, family: 8,
            channels: ["0.0 2", "1.7 1"]),
    ]

    static let counted: [Board] = [
        Board(
            name: "Dell, A1 to A4", slots: each("AB", 1...4, "@#|Not Specified"), sockets: 2, family: 2,
            channels: ["0.1 2", "0.2 2", "1.1 2", "1.2 2"]),
        Board(name: "Dell of an unknown family", slots: each("AB", 1...12, "@#"), sockets: 2, channels: nil),
        Board(name: "HPE of an unknown family", slots: each("1", 1...12, "PROC 1 DIMM #"), channels: nil),
        Board(
            name: "HPE, neighbours", slots: each("12", 1...4, "PROC @ DIMM #"), sockets: 2, family: 2,
            channels: ["0.1 2", "0.2 2", "1.1 2", "1.2 2"]),
        Board(
            name: "HPE Gen8, letters are the order of filling",
            slots: ["PROC 1 DIMM 1D", "PROC 1 DIMM 2A", "PROC 1 DIMM 3E", "PROC 1 DIMM 4B"], sockets: 1, family: 2,
            channels: ["0.1 2", "0.2 2"]),
        Board(
            name: "Lenovo, as many slots as channels", slots: each("0", 1...8, "DIMM #|Bank #"), sockets: 2, family: 4,
            channels: (1...4).map { "0.\($0) 1" } + (1...4).map { "1.\($0) 1" }),
        Board(name: "numbers that hide slots", slots: ["DIMM 1", "DIMM 3"], sockets: 1, family: 2, channels: nil),
        Board(name: "Dell desktop, DIMM1 to DIMM4", slots: each("0", 1...4, "DIMM#"), family: 2, channels: nil),
        Board(
            name: "coreboot, all of one name", slots: ["Channel-0-DIMM-0|BANK 0", "Channel-0-DIMM-0|BANK 0"],
            channels: nil),
        Board(name: "QEMU", slots: ["DIMM 0", "DIMM 1"], channels: nil),
        Board(name: "VMware", slots: ["RAM slot #0|RAM slot #0", "RAM slot #1|RAM slot #1"], channels: nil),
        Board(
            name: "more channels than the family has", slots: each("ABC", 1...1, "DIMM_@#"), family: 2, channels: nil),
        Board(name: "four slots to a channel", slots: each("A", 1...4, "DIMM_@#"), channels: nil),
        Board(name: "no names", slots: ["", ""], channels: nil),
        Board(name: "no slots", slots: [], channels: nil),
    ]

    @Test(arguments: lettered + channelled + counted) func boardsAreRead(_ board: Board) {
        let map = board.map
        let read = map.channels.map { "\($0.socket).\($0.name) \($0.slots.count)" }
        if let channels = board.channels {
            #expect(read == channels, "\(map.rule ?? "no rule")")
            #expect(map.rule != nil)
        } else {
            #expect(map.rule == nil, "\(read)")
            #expect(map.channels.reduce(0) { $0 + $1.slots.count } == board.slots.count)
        }
    }

    @Test func dellNumbersGoThroughAllChannels() {
        let slots = Self.each("AB", 1...16, "@#")
        let map = Board(name: "", slots: slots, sockets: 2, family: 8, channels: nil).map
        #expect(map.channels.count == 16 && map.slotsPerChannel == 2)
        #expect(map.channels.first?.slots.map(\.locator) == ["A1", "A9"])
        #expect(map.channels.last?.slots.map(\.locator) == ["B8", "B16"])
    }

    @Test func modulesWithoutARuleFillTheChannelsThatThereAre() {
        let map = Board(name: "", slots: Self.each("1", 1...11, "DIMM slot"), sockets: 2, family: 2, channels: nil).map
        #expect(map.rule == nil && map.channels.map(\.slots.count) == [3, 3, 3, 2])
    }
}
