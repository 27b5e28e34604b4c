import Catalog
import Testing

@Suite struct PlatformTests {
    /// The table of sockets as it was handed over: family, socket, channels, width, MT/s, memory, chiplets, fabric,
    /// bytes read. Families that differ in a signature have become several rows, each with its own figures.
    static let table: [(names: [String], figures: String)] = [
        (["EPYC 9004 Genoa"], "SP5 12x64 4800-4800 DDR5 4-12 1.8-1.8 32-64"),
        (["EPYC 9005 Turin"], "SP5 12x64 5600-6400 DDR5 1-16 2.0-2.0 32-64"),
        (["EPYC 8004 Siena"], "SP6 6x64 4800-4800 DDR5 2-4 1.8-1.8 32-32"),
        (["Threadripper 7000X"], "sTR5 4x64 5200-5200 DDR5 4-8 1.8-1.8 32-32"),
        (["Threadripper Pro 7000WX"], "sTR5 8x64 5200-5200 DDR5 2-12 1.8-1.8 32-32"),
        (["Threadripper 9000X"], "sTR5 4x64 6400-6400 DDR5 4-8 2.0-2.0 32-32"),
        (["Threadripper Pro 9000WX"], "sTR5 8x64 6400-6400 DDR5 2-12 2.0-2.0 32-32"),
        (["Ryzen 7000"], "AM5 2x64 5200-5200 DDR5 1-2 1.8-2.0 32-32"),
        (["Ryzen 9000"], "AM5 2x64 5600-5600 DDR5 1-2 2.0-2.0 32-32"),
        (["Ryzen AI Max 300"], "FP11 4x64 8000-8000 LPDDR5X 2-2 2.0-2.0 32-32"),
        (["Xeon Skylake-SP"], "LGA3647 6x64 2666-2666 DDR4"),
        (["Xeon Cascade Lake"], "LGA3647 6x64 2933-2933 DDR4"),
        (["Xeon Ice Lake-SP"], "LGA4189 8x64 3200-3200 DDR4"),
        (["Xeon Sapphire Rapids"], "LGA4677 8x64 4800-4800 DDR5"),
        (["Xeon Emerald Rapids"], "LGA4677 8x64 5600-5600 DDR5"),
        (["Xeon 6 Granite Rapids SP"], "LGA4710 8x64 6400-6400 DDR5"),
        (["Xeon 6 Granite Rapids AP"], "LGA7529 12x64 6400-8800 DDR5 or MRDIMM"),
        (["EPYC 7002 Rome", "EPYC 7003 Milan"], "SP3 8x64 3200-3200 DDR4 2-8 1.6-1.6 32-32"),
        (["Graviton2"], "- 8x64 3200-3200 DDR4"), (["Graviton3"], "- 8x64 4800-4800 DDR5"),
        (["Graviton4"], "- 12x64 5600-5600 DDR5"),
    ]

    private static func figures(_ platform: Platform) -> String {
        var parts = [
            platform.socket ?? "-", "\(platform.channels)x\(platform.channelWidth)",
            "\(platform.megatransfers.lowerBound)-\(platform.megatransfers.upperBound)", platform.memory,
        ]
        if let chiplets = platform.chiplets { parts.append("\(chiplets.lowerBound)-\(chiplets.upperBound)") }
        if let fabric = platform.fabricGHz { parts.append("\(fabric.lowerBound)-\(fabric.upperBound)") }
        if let read = platform.readBytesPerClock { parts.append("\(read.lowerBound)-\(read.upperBound)") }
        return parts.joined(separator: " ")
    }

    @Test func everyRowOfTheTableIsThereToTheDigit() throws {
        let platforms = try Catalog.builtIn().platforms
        for row in Self.table {
            for name in row.names {
                let platform = try #require(platforms.first { $0.name == name }, "\(name)")
                #expect(Self.figures(platform) == row.figures, "\(name)")
            }
        }
        for name in ["Ryzen 7000", "Ryzen 9000"] {
            #expect(platforms.first { $0.name == name }?.writeBytesPerClock == 16)
        }
        #expect(platforms.first { $0.name == "Xeon Sapphire Rapids" }?.tiles == 1...4)
    }

    @Test func namesAreTheirOwn() throws {
        let catalog = try Catalog.builtIn()
        #expect(Set(catalog.platforms.map(\.name)).count == catalog.platforms.count)
        #expect(Set(catalog.processors.map(\.name)).count == catalog.processors.count)
    }

    /// Every family of the table of peaks has a machine around it.
    @Test func everyKnownCoreIsInAPlatform() throws {
        let catalog = try Catalog.builtIn()
        let used = Set(catalog.platforms.flatMap(\.cores))
        #expect(Set(catalog.cores.map(\.name)) == used)
    }

    /// What a platform's cores are agrees with what the same signature's cores are.
    @Test func platformsAndCoresAgreeOnSignatures() throws {
        let catalog = try Catalog.builtIn()
        for platform in catalog.platforms {
            for match in platform.matches {
                for model in match.models.flatMap({ $0 }) {
                    let signature = CPUSignature(
                        vendor: match.vendor, family: match.family, model: model,
                        stepping: match.steppings?.lowerBound ?? 0)
                    for kind in ["uniform", "performance", "efficiency"] {
                        guard let core = catalog.core(signature, kind: kind) else { continue }
                        #expect(platform.cores.contains(core.name), "\(platform.name): \(core.name)")
                    }
                }
            }
        }
    }

    @Test func processorsAgreeWithTheirPlatforms() throws {
        let catalog = try Catalog.builtIn()
        for processor in catalog.processors {
            let platform = try #require(catalog.platform(of: processor), "\(processor.name)")
            #expect(processor.cores.allSatisfy { platform.cores.contains($0.core) }, "\(processor.name)")
            if let chiplets = processor.chiplets {
                #expect(platform.chiplets?.contains(chiplets) == true, "\(processor.name)")
            } else {
                #expect(platform.chiplets == nil, "\(processor.name)")
            }
            if let read = processor.readBytesPerClock {
                #expect(platform.readBytesPerClock?.contains(read) == true, "\(processor.name)")
            }
            // What a name means by itself is what the row says.
            let nothing = CPUSignature(vendor: nil, family: nil, model: nil, stepping: nil)
            #expect(
                catalog.platforms(nothing, name: processor.name).map(\.name) == [platform.name], "\(processor.name)")
            #expect(catalog.machine(named: processor.name)?.processor == processor, "\(processor.name)")
        }
    }
}
