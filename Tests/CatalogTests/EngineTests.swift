import Catalog
import Testing

@Suite struct EngineTests {
    private static let avx2: Set<String> = ["sse42", "avx", "f16c", "fma", "avx2", "bmi2"]
    private static let vnni = avx2.union(["avx512", "avx512_vnni", "avx512_bf16"])

    private func path(
        _ format: String, _ operation: Engine.Operation, _ features: Set<String>, rows: Int = 4096, tokens: Int = 512
    ) throws -> String? {
        let engine = try #require(try Engine.builtIn().first { $0.name == "llama.cpp" })
        let matrix = Engine.Matrix(rows: rows, columns: 4096, tokens: tokens)
        return engine.path(format, operation, features: features, architecture: "x86_64", matrix: matrix).map {
            "\($0.path) \($0.step ?? "") \($0.width ?? 0)"
        }
    }

    @Test func generationTakesNarrowVectorsWhateverTheCPUHas() throws {
        #expect(try path("Q4_K", .generation, Self.avx2) == "rows_of_8 maddubs 256")
        #expect(try path("Q4_K", .generation, Self.vnni) == "rows_of_8 maddubs 256")
        #expect(try path("Q8_0", .generation, Self.avx2) == "row maddubs 256")
        #expect(try path("Q8_0", .generation, Self.vnni) == "row vnni 256")
        #expect(try path("Q6_K", .generation, Self.vnni) == "row maddubs 256")
        #expect(try path("F16", .generation, Self.vnni) == "row fma 512")
    }

    @Test func promptsTakeWideOnesWhereThereAreAny() throws {
        #expect(try path("Q4_K", .prompt, Self.avx2) == "rows_of_8 maddubs 256")
        #expect(try path("Q4_K", .prompt, Self.vnni) == "rows_of_8 maddubs 512")
        #expect(try path("Q8_0", .prompt, Self.avx2) == "blas maddubs 256")
        #expect(try path("Q6_K", .prompt, Self.avx2) == "tiled maddubs 256")
        #expect(try path("Q6_K", .prompt, Self.vnni) == "tiled vnni 512")
        #expect(try path("BF16", .prompt, Self.vnni) == "blas bf16 512")
        #expect(try path("Q4_1", .prompt, Self.avx2) == "row maddubs 256", "no product is written for it")
    }

    @Test func rowsThatDoNotDivideAndFewTokensFallBack() throws {
        #expect(try path("Q4_K", .generation, Self.avx2, rows: 4100) == "row maddubs 256")
        #expect(try path("Q4_K", .prompt, Self.avx2, rows: 4100) == "tiled maddubs 256")
        #expect(try path("Q6_K", .prompt, Self.avx2, tokens: 4) == "row maddubs 256")
    }

    /// Every format has a way for every build, so that no prediction lacks one.
    @Test(arguments: ["sse42", "avx", "avx2", "avx512", "vnni"])
    func everyFormatHasAWay(level: String) throws {
        let levels: [String: Set<String>] = [
            "sse42": ["sse42"], "avx": ["sse42", "avx", "f16c"], "avx2": Self.avx2,
            "avx512": Self.avx2.union(["avx512"]), "vnni": Self.vnni,
        ]
        let features = try #require(levels[level])
        for format in [
            "F32", "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K",
            "IQ4_NL", "IQ4_XS", "MXFP4",
        ] {
            for operation in [Engine.Operation.generation, .prompt, .experts] {
                #expect(try path(format, operation, features) != nil, "\(format) \(operation)")
            }
        }
    }

    /// What stands for a shape that an engine takes has a parameter in the profile.
    @Test func everyShapeHasAParameter() throws {
        let engine = try #require(try Engine.builtIn().first)
        let names = Set(EngineProfile.Parameter.all.map(\.name))
        for path in engine.paths where path.loop != nil && path.architecture == "x86_64" {
            guard let step = path.step, let width = path.width, path.operation == .generation, path.path != "amx" else {
                continue
            }
            let shape = LoopShape(path: path.path, step: step, width: width)
            #expect(names.contains("generation.\(shape.name)"), "\(shape)")
        }
    }
}
