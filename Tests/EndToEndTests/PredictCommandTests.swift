import Records
import SystemPackage
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// `probe predict` on results made by hand.
@Suite struct PredictCommandTests {
    private static func folder(_ inference: HandMadeResult.Inference = .measured) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(try HandMadeResult.json(inference), to: "result.json")
        return folder
    }

    private func predict(_ folder: TemporaryFolder, _ arguments: [String]) async throws -> Finished {
        try await Command.probe("probe", ["predict", folder.path.string] + arguments)
    }

    private func rows(_ csv: String) -> [[String: String]] {
        let lines = csv.split(separator: "\n").map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        return lines.dropFirst().map { Dictionary(zip(lines[0], $0)) { first, _ in first } }
    }

    private func number(_ row: [String: String]?, _ column: String) -> Double { Double(row?[column] ?? "") ?? .nan }

    private static let few = ["--model", "Llama 3.2 1B", "--quantization", "Q8_0,Q4_K_M", "--format", "csv"]

    @Test func predictsWithIntervalsAndTheSimpleModelBeside() async throws {
        let run = try await predict(try Self.folder(), Self.few)
        #expect(run.code == 0, "\(run.errors)")
        let rows = rows(run.output)
        #expect(rows.map { $0["quantization"] } == ["Q8_0", "Q4_K_M"])
        for row in rows {
            #expect(number(row, "tg_low") < number(row, "tg_t_s") && number(row, "tg_t_s") < number(row, "tg_high"))
            #expect(number(row, "pp_low") < number(row, "pp_t_s") && number(row, "pp_t_s") < number(row, "pp_high"))
            #expect(number(row, "tg_t_s") < number(row, "simple_tg_t_s"))
            #expect(row["threads"] == "2" && row["context"] == "0" && row["prompt_tokens"] == "512")
            #expect(row["bound"]?.contains("on 2 cores") == true)
        }
    }

    @Test func contextBatchAndThreadsCount() async throws {
        let folder = try Self.folder()
        let usual = rows(try await predict(folder, Self.few).output).first
        let deep = rows(try await predict(folder, Self.few + ["--context", "8192"]).output).first
        let batch = rows(try await predict(folder, Self.few + ["--batch", "4"]).output).first
        let one = rows(try await predict(folder, Self.few + ["--threads", "1"]).output).first
        #expect(number(deep, "tg_t_s") < 0.95 * number(usual, "tg_t_s"))
        #expect(number(batch, "tg_t_s") > number(usual, "tg_t_s"))
        #expect(number(one, "tg_t_s") < 0.7 * number(usual, "tg_t_s"))
    }

    @Test func anyModelOfASizeOrANumberOfWeights() async throws {
        let folder = try Self.folder()
        for arguments in [["--parameters", "8B"], ["--size", "4.9GB", "--quantization", "Q4_K_M"]] {
            let run = try await predict(folder, arguments + ["--format", "csv"])
            let row = rows(run.output).first
            #expect(row?["quantization"] == "Q4_K_M" && row?["shape"] == "assumed", "\(run.errors)")
            #expect(abs(number(row, "file_gb") - 4.9) < 0.05)
        }
        let asked = [
            "--parameters", "8B", "--price", "2000", "--gpu-bandwidth", "900", "--gpu-memory", "3", "--format", "csv",
        ]
        let row = rows(try await predict(folder, asked).output).first
        #expect(abs(number(row, "tg_per_1000") - number(row, "tg_t_s") / 2) < 0.001)
        #expect(number(row, "gpu_tg_t_s") > number(row, "tg_t_s") && (10...20).contains(number(row, "gpu_layers")))
    }

    @Test func aPersonIsToldWhatItRestsOn() async throws {
        let run = try await predict(try Self.folder(), ["--model", "Llama 3.1 8B", "--quantization", "Q4_K_M,IQ3_S"])
        for part in ["90 % intervals", "Bound by", "UC1", "LocalScore", "`--threads 2`", "IQ3_S by Q4_K"] {
            #expect(run.output.contains(part), "\(part)")
        }
    }

    @Test func aResultWithoutInferenceHasTheSimpleModel() async throws {
        let folder = try Self.folder(.missing)
        let csv = try await predict(folder, Self.few)
        #expect(csv.code == 0 && csv.errors.contains("probe all"))
        let row = rows(csv.output).first
        #expect(row?["tg_t_s"] == "" && row?["notes"] == "simple model only" && number(row, "simple_tg_t_s") > 1)
        let table = try await predict(folder, ["--model", "Llama 3.2 1B"])
        #expect(table.output.hasPrefix("What an engine will do is not predicted"))
        #expect(table.output.contains("By the simple model"))
    }

    @Test func theNewestResultOfThisHostIsTaken() async throws {
        let folder = try TemporaryFolder()
        let none = try await Command.probe("probe", ["predict"], folder: folder.path)
        #expect(none.code == 66 && none.errors.contains("reports/"))
        let report = try await Command.probe("probe", ["report"], folder: folder.path)
        #expect(report.code == 66 && report.output.isEmpty)
        var buffer = [CChar](repeating: 0, count: 256)
        #expect(gethostname(&buffer, 255) == 0)
        let host = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        try folder.write("not yet a result", to: "reports/\(host)/2026-03-01T00-00-00Z/report.md")
        try folder.write(try HandMadeResult.json(.measured), to: "reports/\(host)/2026-02-01T00-00-00Z/result.json")
        try folder.write("{", to: "reports/\(host)/2026-01-01T00-00-00Z/result.json")
        try folder.write("{", to: "reports/another/2026-04-01T00-00-00Z/result.json")
        let newest = try await Command.probe("probe", ["predict"] + Self.few, folder: folder.path)
        #expect(newest.code == 0 && rows(newest.output).count == 2, "\(newest.errors)")
    }

    @Test func aProfileBesideTheResultIsUsed() async throws {
        let folder = try Self.folder()
        let own =
            #"{"name":"mine","source":"a test","parameters":["layer"],"trainedOn":[],"noise":0.02,"#
            + #""belief":{"mean":[-12],"covariance":[[0.01]]}}"#
        try folder.write(own, to: "profile.json")
        let run = try await predict(folder, Self.few)
        #expect(rows(run.output).first?["profile"] == "mine", "\(run.errors)")
        for broken in ["{", "{}", own.replacingFirst("[[0.01]]", by: "[[0.01, 1]]")] {
            try folder.write(broken, to: "profile.json")
            let refused = try await predict(folder, Self.few)
            #expect(refused.code == 65 && refused.output.isEmpty && refused.errors.contains("profile.json"))
        }
    }

    @Test(arguments: [
        ["--context", "-1"], ["--context", "99999999999"], ["--prompt", "0"], ["--batch", "0"], ["--batch", "1000000"],
        ["--threads", "0"], ["--threads", "3"], ["--price", "0"], ["--price", "nan"], ["--gpu-memory", "24GB"],
        ["--gpu-bandwidth", "1e300"], ["--parameters", "0"], ["--parameters", "many"], ["--size", "9000000TB"],
        ["--placement", "nowhere"], ["--placement", "node7"], ["--parameters", "8B", "--size", "1GB"],
        ["--quantization", "Q9"], ["--model", "nobody"],
    ])
    func whatMakesNoSenseIsRefused(arguments: [String]) async throws {
        let run = try await predict(try Self.folder(), arguments)
        #expect(run.code == 64, "\(run.errors)")
        #expect(run.output.isEmpty && run.errors.contains(arguments[0]), "\(run.errors)")
    }
}

extension String {
    fileprivate func replacingFirst(_ part: String, by other: String) -> String {
        firstRange(of: part).map { String(self[..<$0.lowerBound] + other + self[$0.upperBound...]) } ?? self
    }
}
