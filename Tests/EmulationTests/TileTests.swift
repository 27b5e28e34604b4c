import Testing
import TestSupport

private let gcc = CheckProgram.Compiler(name: "gcc")
private let obstacle: String? = {
    #if arch(x86_64)
        CheckProgram.obstacle(gcc)
    #else
        "the loops of AMX are compiled on x86-64 only"
    #endif
}()

extension Emulations {
    @Suite("The AMX loops on emulated tiles", .enabled(if: obstacle == nil, "\(obstacle ?? "")"))
    struct TileTests {
        @Test("They configure, load, multiply, store and release tiles as the manual asks, and are right")
        func tilesAreRight() async throws {
            let program = CheckProgram(gcc, files: ["check_tiles.c", "tiles.c"], including: ["peak_amx.c"])
            let run = try await program.run()
            #expect(run.code == 0, "\(run.output)")
            #expect(run.lines("right") == ["right peak amx bf16 tdpbf16ps", "right peak amx int8 tdpbusd"])
        }

        @Test("So do the products of matrices, and a wrong result is noticed in each")
        func matricesAreRight() async throws {
            let program = CheckProgram(gcc, files: ["check_matrix_tiles.c", "tiles.c"], including: ["matrix_amx.c"])
            let run = try await program.run()
            #expect(run.code == 0, "\(run.output)")
            #expect(run.lines("right") == ["right matrix amx bf16", "right matrix amx int8"])
            let spoiled = try await program.run(under: [], ["spoil"])
            #expect(spoiled.lines("wrong").count == 2 && spoiled.lines("right").isEmpty, "\(spoiled.output)")
        }
    }
}
