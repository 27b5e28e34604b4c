import Catalog
import Records
import Report
import Testing

/// What the report says a machine should do, from made records; examples of shape, never measurements.
@Suite struct TheoryReportTests {
    /// Sixteen cores a socket, which the catalogue knows as an EPYC 9004.
    private func server(
        modules: MemoryModules, virtualization: String? = nil, fabric: FabricClocks? = nil,
        name: String? = "AMD EPYC 9354 32-Core Processor", given: GivenFacts = GivenFacts()
    ) throws -> String {
        var topology = Examples.twoSocketTopology
        topology.cpu.name = name
        topology.cpu.vendor = "AuthenticAMD"
        (topology.cpu.family, topology.cpu.model, topology.cpu.stepping) = (25, 17, 1)
        topology.caches = (0..<8).map { index in
            let first = index * 4
            return Cache(level: 3, type: "unified", size: 32 << 20, pus: IDSet(Array(first..<first + 4)))
        }
        topology.memoryModules = modules
        topology.fabric = fabric
        var environment = Environment(host: "example", kernel: "Linux 6.1 x86_64")
        environment.virtualization = virtualization
        let record = Record(
            probe: "topology", arguments: [], startedAt: "2026-01-02T03:04:05Z", seconds: 1,
            environment: environment, caveats: [], measurements: [], details: topology)
        var result = try Examples.twoSocketServer()
        result.given = given
        result.records["topology"] = try RecordCoding.record(
            from: try RecordCoding.encode(record), source: "example", probe: "topology")
        return try HardwareReport(result, catalog: try Catalog.builtIn()).markdown
    }

    /// Two sockets of twelve channels with a slot each; the first socket lacks two modules.
    private func slots(empty: Int = 2, configured: Int? = 4800, toldByHypervisor: Bool = false) -> MemoryModules {
        let slots = (0..<24).map { index -> MemoryModule in
            let letter = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"][index % 12]
            let locator = "P\(index / 12)_DIMM_\(letter)1"
            guard index >= empty else { return MemoryModule(locator: locator, size: 0) }
            return MemoryModule(
                locator: locator, size: 32 << 30, type: "DDR5", configuredMTs: configured, ratedMTs: 4800, dataWidth: 64
            )
        }
        return MemoryModules(modules: slots, source: "SMBIOS (udev)", toldByHypervisor: toldByHypervisor)
    }

    @Test func slotsTellChannelsAndWhatIsMissing() throws {
        var given = GivenFacts()
        given.chiplets = 32
        let text = try server(modules: slots(), given: given)
        #expect(text.contains("| Memory channels in use "))
        #expect(text.contains("22 × 8 B × 4.8 GT/s") && text.contains("844.8"), "ten and twelve channels")
        #expect(text.contains("derived: SMBIOS (udev)") && text.contains("read: SMBIOS (udev), configured speed"))
        #expect(text.contains("P0_DIMM_A1") && text.contains("empty"))
        #expect(text.contains("of the bandwidth"), "an empty channel is a finding with its cost")
        // 10 and 12 of 22 channels: each socket by its own.
        #expect(text.contains("384.0") && text.contains("460.8"))
    }

    @Test func fewChipletsBindAndTheirNumberIsTold() throws {
        let text = try server(modules: slots(empty: 0))
        #expect(text.contains("8 × 32 B × 1.8 GHz") && text.contains("460.8"), "eight L3 caches are eight chiplets")
        #expect(text.contains("the fabric binds") && text.contains("derived: 8 L3 caches"))
        #expect(text.contains("need at least 16 chiplets; this machine has 8"))
        #expect(text.contains("assumed:"), "nobody tells the fabric's clock")
    }

    @Test func theFabricsClockIsReadWhereHSMPTellsIt() throws {
        let clocks = FabricClocks(
            sockets: [.init(fabricMHz: 2000, memoryMHz: 2400), .init(fabricMHz: 1900, memoryMHz: 2400)],
            source: "HSMP (sysfs)")
        let text = try server(modules: slots(empty: 0), fabric: clocks)
        #expect(text.contains("1.9 GHz") && text.contains("read: HSMP (sysfs)"), "the slower socket's")
        let hidden = MemoryModules(modules: [], unknown: "permission denied", toldByHypervisor: false)
        #expect(try server(modules: hidden, fabric: clocks).contains("twice the memory's clock"))
        let carried = FabricClocks(
            sockets: [.init(fabricMHz: 2000, maxGBs: 307), .init(fabricMHz: 2000, maxGBs: 307)], source: "HSMP (sysfs)")
        let told = try server(modules: hidden, fabric: carried)
        #expect(told.contains("614.0") && !told.contains("24 × 8 B"), "of the modules it has, not of all channels")
        #expect(!told.contains("the most that its family can have"))
    }

    @Test func whatAHypervisorTellsIsNoTheory() throws {
        let text = try server(modules: slots(toldByHypervisor: true), virtualization: "KVM")
        #expect(text.contains("Theoretical bandwidth: unknown: the hypervisor tells which modules there are"))
        #expect(text.contains("--trust-dmi") && !text.contains("844.8") && !text.contains("Finding ("))
        #expect(text.contains("A whole socket of its family, EPYC 9004 Genoa, has 12 channels"))
        let trusted = try server(modules: slots(), virtualization: "KVM")
        #expect(trusted.contains("844.8"), "with --trust-dmi the table counts")
        let container = try server(modules: slots(), virtualization: "Docker")
        #expect(container.contains("844.8"), "a container hides nothing of the board that was read")
    }

    @Test func withoutPermissionTheFamilyIsAnUpperBound() throws {
        let hidden = MemoryModules(
            modules: [], unknown: "permission denied to read the SMBIOS table: run as root", toldByHypervisor: false)
        let text = try server(modules: hidden)
        #expect(text.contains("the most that its family can have") && text.contains("permission denied"))
        #expect(text.contains("24 × 8 B × 4.8 GT/s"))
        let unknown = try server(modules: hidden, name: "Example CPU", given: GivenFacts(memory: "4x DDR5-4800"))
        #expect(unknown.contains("given by you: 4x DDR5-4800") && unknown.contains("153.6"))
    }

    @Test func givenFactsComeBeforeAll() throws {
        var given = GivenFacts()
        (given.channels, given.megatransfers, given.chiplets, given.fabricGHz) = (16, 5600, 24, 2.1)
        let text = try server(modules: slots(), given: given)
        #expect(text.contains("16 × 8 B × 5.6 GT/s") && text.contains("24 × 32 B × 2.1 GHz"))
        #expect(text.contains("given by you: --channels 16") && text.contains("given by you: --fclk 2.1"))
    }

    @Test func aSpeedThatIsNotToldIsNotInvented() throws {
        let rated = try server(modules: slots(configured: nil))
        #expect(rated.contains("the speed it is made for"))
        var modules = slots()
        for index in modules.modules.indices {
            (modules.modules[index].configuredMTs, modules.modules[index].ratedMTs) = (nil, nil)
        }
        modules.notes = ["P0_DIMM_C1: a speed of 1 MT/s is nonsense and was left out"]
        let silent = try server(modules: modules, name: "Example CPU")
        #expect(
            silent.contains("is not told: give what the machine has with --memory")
                || silent.contains("unknown: the speed"))
        #expect(silent.contains("is nonsense and was left out"))
    }
}
