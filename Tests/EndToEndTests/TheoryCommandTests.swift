import FoundationEssentials
import Quantities
import Records
import SystemPackage
import Testing
import TestSupport

/// `probe theory`: the worked examples of the source document, and machines that are not there.
@Suite struct TheoryCommandTests {
    private func theory(_ arguments: String...) async throws -> [String: JSONValue] {
        let run = try await Command.probe("probe", ["theory"] + arguments + ["--format", "json"])
        #expect(run.code == 0, "\(run.errors)")
        return try object(run.output)
    }

    private func object(_ text: String) throws -> [String: JSONValue] {
        guard case .object(let object) = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else {
            throw Failure(.badData, cannot: "read", because: "no object", remedy: "")
        }
        return object
    }

    private func number(_ object: [String: JSONValue], _ name: String) -> Double? {
        switch object[name] {
        case .number(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }

    @Test func ryzen7400F() async throws {
        let given = ["--channels", "2", "--mts", "5200", "--ccds", "1", "--fclk", "1.8", "--size", "10GB"]
        let run = try await Command.probe("probe", ["theory"] + given + ["--format", "json"])
        for line in [#""bw_cpu_gb_s" : 57.6,"#, #""bw_gb_s" : 57.6,"#, #""bw_ram_gb_s" : 83.2,"#, #""tg_t_s" : 5.76,"#]
        {
            #expect(run.output.contains(line), "\(line) to the digit: \(run.errors)")
        }
        let object = try object(run.output)
        #expect(object["bound"] == .string("fabric"))
        guard case .object(let provenance) = object["provenance"] else {
            Issue.record("no provenance"); return
        }
        #expect("\(provenance["bw_gb_s"] ?? .null)".contains("given by you"))
    }

    @Test func epyc9755() async throws {
        let all = try await theory(
            "--channels", "12", "--mts", "5600", "--ccds", "16", "--fclk", "2.0", "--size", "10GB")
        #expect(number(all, "bw_ram_gb_s") == 537.6 && number(all, "bw_cpu_gb_s") == 1024)
        #expect(number(all, "bw_gb_s") == 537.6 && number(all, "tg_t_s") == 53.76 && number(all, "ccds_needed") == 9)
        let named = try await theory("--cpu", "EPYC 9755", "--size", "10GB")
        #expect(number(named, "bw_gb_s") == 537.6 && number(named, "ccds") == 16, "from the table")
        let two = try await theory("2x EPYC 9755", "--size", "10GB")
        #expect(number(two, "bw_gb_s") == 1075.2 && number(two, "bw_socket_gb_s") == 537.6)
    }

    @Test func theOtherWorkedExamples() async throws {
        #expect(number(try await theory("--bandwidth", "50", "--size", "10GB"), "tg_t_s") == 5)
        #expect(number(try await theory("--cores", "16", "--speedup", "10"), "e_par") == 0.625)
        let hybrid = try await theory("--cores", "2x4.6x16", "--cores", "8x3.4GHzx16", "--measured-peak", "42.2")
        #expect(number(hybrid, "peak_fp32_gflop_s")?.fixed(1) == "582.4")
        #expect(number(hybrid, "measured_peak_share")?.fixed(2) == "0.07")
        guard case .array(let kinds) = hybrid["cores_by_kind"] else { Issue.record("no kinds"); return }
        let peaks = kinds.map { "\($0)" }
        #expect(peaks.count == 2 && peaks[0].contains("73.6") && peaks[1].contains("54.4"))
    }

    @Test func theRyzen9950XsStory() async throws {
        let story = try await Command.probe("probe", ["theory", "--cpu", "Ryzen 9 9950X", "--format", "json"])
        #expect(number(try object(story.output), "bw_gb_s") == 89.6)
        guard case .array(let published) = try object(story.output)["published"] else {
            Issue.record("nothing published: \(story.errors)"); return
        }
        let streamed = published.compactMap { run -> String? in
            guard case .object(let run) = run else { return nil }
            return number(run, "streamed_gb_s").map {
                "\($0.fixed(2)) \((number(run, "streamed_of_theory") ?? 0).fixed(2))"
            }
        }
        #expect(streamed == ["71.35 0.80", "71.28 0.80", "71.14 0.79"])
    }

    @Test func whatIsToExpectIsBelowTheCeiling() async throws {
        for batch in ["1", "8"] {
            let given = try await theory("--bandwidth", "50", "--size", "10GB", "--batch", batch)
            let ceiling = try #require(number(given, "tg_t_s")), high = try #require(number(given, "tg_high"))
            #expect(ceiling == 5 * (Double(batch) ?? 0) && high < ceiling, "\(high) of \(ceiling)")
        }
        let same = try await theory("--bandwidth", "50", "--size", "10GB", "--capacity", "8GB")
        #expect(
            same["tg_t_s"] == .null && "\(same["models"] ?? .null)".contains("fits\": Records.JSONValue.bool(false)"))
    }

    @Test func theXeon6980PsStory() async throws {
        let story = try await Command.probe("probe", ["theory", "--cpu", "Xeon 6980P"])
        #expect(story.code == 0 && story.output.contains("554.8"), "\(story.errors)")
        #expect(story.output.contains("614.4") && story.output.contains("8800"), "the lower figure, and the range")
    }

    @Test func machinesSideBySide() async throws {
        let run = try await Command.probe(
            "probe",
            ["theory", "EPYC 9755", "2x EPYC 9355P, 24x DDR5-6400", "Ryzen 9 9950X", "--price", "9000,8000,700"])
        #expect(run.code == 0, "\(run.errors)")
        for text in ["EPYC 9755", "24 × 6400", "89.6", "tokens/s per 1000"] { #expect(run.output.contains(text)) }
        let one = try await Command.probe("probe", ["theory", "EPYC 9755", "Ryzen 9 9950X", "--price", "9000"])
        #expect(one.code == 64 && one.errors.contains("2 machines"))
    }

    @Test func theDocumentedPlatformClassesAreTheProgramsOwn() async throws {
        let run = try await Command.probe("probe", ["theory", "--classes", "--format", "markdown"])
        #expect(run.code == 0 && run.output.contains("| server "), "\(run.errors)")
        let document = try TextFile.read(Repository.root.appending("Documentation/PlatformClasses.md"))
        #expect(document == run.output, "make it anew with `probe theory --classes --format markdown`")
    }

    @Test func aFileAddsACPU() async throws {
        let file = Repository.root.appending("Tests/Fixtures/cpus-example.json").string
        let added = try await theory("EPYC 9755N", "--cpus", file)
        #expect(number(added, "bw_ram_gb_s") == 614.4 && number(added, "ccds") == 16)
        let folder = try TemporaryFolder()
        try folder.write(#"{"platforms": [{"name": "X"}]}"#, to: "bad.json")
        let bad = try await Command.probe("probe", ["theory", "X", "--cpus", folder.path.appending("bad.json").string])
        #expect(bad.code == 65 && bad.errors.contains("row 1 of \"platforms\""), "\(bad.errors)")
        let missing = try await Command.probe(
            "probe", ["theory", "X", "--cpus", folder.path.appending("no.json").string])
        #expect(missing.code == 66, "\(missing.errors)")
    }

    @Test func aResultIsAMachineToo() async throws {
        let folder = try TemporaryFolder()
        try folder.write(try HandMadeResult.json(.measured), to: "result.json")
        let file = folder.path.appending("result.json").string
        let changed = try await theory(file, "--memory", "2x DDR5-5600", "--ccds", "1", "--fclk", "2")
        #expect(number(changed, "bw_ram_gb_s") == 89.6 && number(changed, "bw_gb_s") == 64)
    }

    @Test func unknownMachinesAndBadFigures() async throws {
        let bad: [([String], String)] = [
            (["EPYK 9999999"], "no CPU or family"), (["--channels", "0"], "1 to 1024"), (["--fclk", "1800"], "1.8"),
            (["", ""], "no CPU or family"), (["EPYC 9755, lots"], "is no memory"),
            (["EPYC 9755 12x DDR5-6000"], "no CPU or family"), (["EPYC 9755, 24x DDR5-6400"], "has 12 memory channels"),
            (["Ryzen 9 9950X", "--ccds", "16"], "2 chiplets at most"), (["--bandwidth", "50", "--size", "1"], "1 MiB"),
            (["--cores", "x"], "--cores"),
            (["--memory", "12x DDR5-4800", "--mts", "4800"], "leave --channels and --mts out"),
        ]
        for (arguments, message) in bad {
            let run = try await Command.probe("probe", ["theory"] + arguments)
            #expect(run.code == 64 && run.errors.contains(message), "\(arguments): \(run.errors)")
        }
    }
}
