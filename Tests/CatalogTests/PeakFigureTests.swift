import Catalog
import Testing

@Suite struct PeakFigureTests {
    private static func figure(_ core: String, _ type: String, _ isa: String) throws -> PeakFigure? {
        let row = try #require(try Catalog.builtIn().cores.first { $0.name == core })
        return row.operationsPerCycle(type: type, isa: isa)
    }

    @Test(arguments: [
        ("Sapphire Rapids", "fp32", "avx512", 64), ("Sapphire Rapids", "fp64", "avx512", 32),
        ("Sapphire Rapids", "fp16", "avx512_fp16", 128), ("Sapphire Rapids", "bf16", "avx512_bf16", 32),
        ("Sapphire Rapids", "int8", "avx512_vnni", 256), ("Sapphire Rapids", "bf16", "amx", 1024),
        ("Sapphire Rapids", "int8", "amx", 2048), ("Zen 2 and Zen 3", "fp32", "avx2", 32),
        ("Zen 4", "fp32", "avx512", 32), ("Gracemont E", "fp32", "avx2", 16), ("Gracemont E", "int8", "avx_vnni", 32),
        ("Golden and Raptor Cove P", "int8", "avx_vnni", 128), ("Neoverse N1", "fp32", "neon", 16),
        ("Neoverse N1", "int8", "dotprod", 64), ("Neoverse N2", "bf16", "neon", 64),
        ("Neoverse N2", "int8", "i8mm", 128), ("Apple M-series P (NEON)", "int8", "dotprod", 128),
    ])
    func statedFiguresHaveTheTablesSource(core: String, type: String, isa: String, value: Double) throws {
        let figure = try #require(try Self.figure(core, type, isa))
        #expect(figure.value == value)
        #expect(try Catalog.builtIn().cores.contains { $0.name == core && $0.source == figure.provenance })
    }

    @Test(arguments: [
        ("Sapphire Rapids", "fp32", "avx2", 32), ("Skylake-SP", "fp64", "avx2", 16), ("Zen 4", "fp32", "avx2", 32),
        ("Zen 5 desktop and server", "fp64", "avx2", 16), ("Sapphire Rapids", "int8", "avx_vnni", 128),
        ("Zen 5 desktop and server", "int8", "avx_vnni", 128), ("Zen 5 Strix Point", "int8", "avx_vnni", 128),
        ("Neoverse N2", "int8", "dotprod", 64), ("Neoverse V1 and V2", "int8", "dotprod", 128),
    ])
    func derivedFiguresSaySo(core: String, type: String, isa: String, value: Double) throws {
        let figure = try #require(try Self.figure(core, type, isa))
        #expect(figure.value == value)
        #expect(figure.provenance.hasPrefix("derived: "))
    }

    @Test(arguments: [
        ("Sapphire Rapids", "fp32", "scalar"), ("Sapphire Rapids", "fp32", "sse2"), ("Sapphire Rapids", "int8", "avx2"),
        ("Sapphire Rapids", "fp32", "amx"), ("Zen 4", "int8", "avx_vnni"), ("Zen 4", "bf16", "amx"),
        ("Zen 2 and Zen 3", "fp32", "avx512"), ("Skylake-SP", "int8", "avx512_vnni"),
        ("Golden and Raptor Cove P", "fp32", "avx512"), ("Neoverse N1", "int8", "i8mm"),
        ("Neoverse V1 and V2", "fp32", "sve"), ("Neoverse N1", "fp16", "neon"), ("Zen 4", "fp8", "avx512"),
    ])
    func whatIsNotKnownIsNil(core: String, type: String, isa: String) throws {
        #expect(try Self.figure(core, type, isa) == nil)
    }

    @Test func uncheckedFiguresAreKnownAsSuch() throws {
        #expect(try Self.figure("Ice Lake-SP", "fp32", "avx2")?.isAssumed == true)
        #expect(try Self.figure("Zen 4", "fp32", "avx2")?.isAssumed == false)
    }
}
