import Records
import Testing

/// Tables that no board has: nothing crashes, and nothing takes long.
@Suite struct SlotHostilityTests {
    /// Sockets and channels of one that may be known.
    private static let facts: [(Int?, Int?)] = [(2, 12), (nil, nil), (1, 1), (0, 0), (-1, .max), (.max, .max)]

    /// Reads a table to the end, as a report would.
    private func exercise(_ modules: [MemoryModule], known: ArraySlice<(Int?, Int?)> = Self.facts[...]) {
        for (sockets, family) in known {
            let map = SlotMap(
                MemoryModules(modules: modules, toldByHypervisor: false), sockets: sockets, channelsPerSocket: family)
            let findings = PopulationFinding.findings(map)
            #expect(findings.allSatisfy { (0...1).contains($0.cost) && $0.text.utf8.count < 10_000 })
            #expect(map.populatedMemory.memory.map { $0.bandwidthGBs.isFinite && !$0.derivation.isEmpty } ?? true)
            #expect((map.populatedMemory.reason?.utf8.count ?? 0) < 1000)
        }
    }

    private func many(_ count: Int, size: Int = 1 << 34, _ name: (Int) -> String) -> [MemoryModule] {
        (0..<count).map {
            MemoryModule(
                locator: name($0), size: size, type: "DDR5", configuredMTs: 4800, ratedMTs: 5600, dataWidth: 64)
        }
    }

    @Test(arguments: [
        "DIMM_A1", "", "A1", "PROC 1 DIMM 1", "P0 CHANNEL A", "🧱", "٣", "ＤＩＭＭ＿Ａ１", "\u{0}\u{1}", "e\u{301}", "P",
        "DIMM",
        "99999999999999999999999999999", "CPU99999999999999999999_DIMM_A99999999999999999999", "-1", "N", "C0D",
        "1A1A1A",
    ])
    func manyOfOneName(_ name: String) { exercise(many(300) { _ in name }) }

    @Test(.timeLimit(.minutes(10))) func tenThousandNames() {
        let tables = [
            many(10_000) { "DIMM_A\($0)" },
            many(10_000) { "PROC \($0) DIMM \($0)" },
            many(10_000) { "DIMM \($0)" },
            many(10_000) { "A\($0)" },
            many(10_000) { "CPU\($0)_Channel\($0 / 2)_DIMM\($0 % 2)" },
            many(10_000, size: 0) { "CPU\($0 % 64)_CH\($0 / 128)_D\($0 / 64 % 2)" },
        ]
        for table in tables { exercise(table, known: Self.facts.prefix(2)) }
    }

    @Test(.timeLimit(.minutes(10))) func namesOfAMegabyte() {
        let names = ["A", "1", "DIMM_A1 ", "A1", "🧱", " "].map {
            String(repeating: $0, count: 1_000_000 / $0.utf8.count)
        }
        for name in names {
            exercise(many(4) { "\($0)" + name } + many(4) { name + "\($0)" })
            var module = MemoryModule(locator: name, size: 1, type: name, dataWidth: 64)
            (module.bank, module.technology, module.formFactor) = (name, name, name)
            exercise([module, module])
        }
    }

    @Test(arguments: [Int.max, .min, -1, 0, 1, 1 << 62]) func figuresOfAnySize(_ figure: Int) {
        var modules = many(8, size: figure) { "DIMM_\(["A", "B", "C", "D"][$0 % 4])\($0 / 4)" }
        for at in modules.indices {
            (modules[at].configuredMTs, modules[at].ratedMTs) = (at < 4 ? figure : 4800, figure)
            (modules[at].dataWidth, modules[at].totalWidth, modules[at].ranks) = (figure, figure, figure &+ at)
            modules[at].array = figure
            if at > 5 { modules[at].size = .max }
            if at == 3 { modules[at].type = "LPDDR5" }
        }
        exercise(modules)
        exercise(modules.map { MemoryModule(locator: $0.locator, size: .max, type: "LPDDR5", dataWidth: figure) })
        _ = PopulationFinding.chiplets(
            have: figure, channels: figure, megatransfers: figure, fabric: .init(gigahertz: 0, bytesPerClock: figure))
        let wrong = PopulationFinding.tooFewChiplets(have: figure, need: 9, channels: figure, megatransfers: figure)
        #expect((0...1).contains(wrong.cost) && !wrong.text.isEmpty)
    }
}
