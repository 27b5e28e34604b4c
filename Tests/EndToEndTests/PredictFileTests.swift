import SystemPackage
import Testing
import TestSupport

@Suite struct PredictFileTests {
    private static let short = ["all", "--quick", "--time-budget", "1s", "--array-size", "4MiB"]

    @Test func aModelFileIsPredictedFromItsTensors() async throws {
        let folder = try TemporaryFolder()
        try await measure(folder)
        let written = GGUFBytes.smallMixture
        let model = try write(written.bytes, "small.gguf", folder)
        let csv = try await Command.probe(
            "probe", ["predict", folder.path.string, "--gguf", model, "--format", "csv"])
        #expect(csv.code == 0, "\(csv.errors)")
        let lines = csv.output.split(separator: "\n").map { $0.split(separator: ",") }
        #expect(lines.count == 2)
        #expect(lines.last?.prefix(2) == ["Small", "Q8_0"])
        let table = try await Command.probe("probe", ["predict", folder.path.string, "--gguf", model])
        // 4692 bytes of Q8_0 and 256 of F32.
        #expect(table.output.contains("95 % Q8_0, 5.2 % F32"))
        for damaged in [Array(written.bytes.dropLast(100)), Array("no model".utf8)] {
            let path = try write(damaged, "damaged.gguf", folder)
            let refused = try await Command.probe("probe", ["predict", folder.path.string, "--gguf", path])
            #expect(refused.code == 65 && refused.output.isEmpty)
            #expect(refused.errors.contains(path))
        }
        let none = try await Command.probe("probe", ["predict", folder.path.string, "--gguf", "none.gguf"])
        #expect(none.code == 66 && none.errors.contains("none.gguf"))
        let both = try await Command.probe(
            "probe", ["predict", folder.path.string, "--gguf", model, "--model", "Llama"])
        #expect(both.code == 64 && both.errors.contains("--gguf"))
    }

    private func measure(_ folder: TemporaryFolder) async throws {
        let run = try await Command.probe("probe", Self.short + ["--output", folder.path.string])
        #expect(run.code == 0, "\(run.errors)")
    }

    private func write(_ bytes: [UInt8], _ name: String, _ folder: TemporaryFolder) throws -> String {
        let path = folder.path.appending(name)
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite])
        try file.closeAfter { _ = try file.writeAll(bytes) }
        return path.string
    }
}
