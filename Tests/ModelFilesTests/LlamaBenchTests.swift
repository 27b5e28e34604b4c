import ModelFiles
import Quantities
import Records
import SystemPackage
import Testing
import TestSupport

@Suite struct LlamaBenchTests {
    /// A row as llama-bench wrote it in November 2026, on 2 threads.
    static let sample = """
        {"build_commit": "unknown", "build_number": 0, "cpu_info": "AMD EPYC", "gpu_info": "", "backends": "CPU", \
        "model_filename": "a.gguf", "model_type": "llama 1B Q4_K - Medium", "model_size": 799862784, \
        "model_n_params": 1235814400, "n_batch": 2048, "n_ubatch": 512, "n_threads": 2, "cpu_mask": "0x0", \
        "cpu_strict": false, "poll": 50, "type_k": "f16", "type_v": "q8_0", "n_gpu_layers": -1, "flash_attn": -1, \
        "tensor_split": "0.00", "repack": true, "n_prompt": 0, "n_gen": 4, "n_depth": 2048, \
        "test_time": "2026-11-21T12:49:54Z", "avg_ns": 184229926, "stddev_ns": 0, "avg_ts": 21.711999, \
        "stddev_ts": 0.25, "samples_ns": [ 184229926 ], "samples_ts": [ 21.712, 2.1e1 ]}
        """

    private func rows(_ text: String) throws -> [LlamaBenchRow] {
        try LlamaBenchFile(Array(text.utf8), name: "bench.json").rows
    }

    private func cause(_ text: String) throws -> String {
        let failure = try #require(throws: Failure.self) { try rows(text) }
        #expect(failure.status == .badData)
        #expect(failure.description.contains("bench.json"))
        return failure.cause
    }

    /// The row with one field's value replaced.
    private func row(_ field: String, _ value: String) throws -> String {
        let start = try #require(Self.sample.firstRange(of: "\"\(field)\": "))
        let end = Self.sample[start.upperBound...].firstIndex { $0 == "," || $0 == "}" } ?? Self.sample.endIndex
        return String(Self.sample[..<start.upperBound]) + value + String(Self.sample[end...])
    }

    @Test(arguments: ["[\(sample)]", sample, " \n[\n\(sample)\n]\n", "\(sample)\r\n"]) func everyFieldIsRead(
        text: String
    ) throws {
        let row = try #require(try rows(text).first)
        #expect([row.modelFilename, row.modelType, row.cpuInfo] == ["a.gguf", "llama 1B Q4_K - Medium", "AMD EPYC"])
        #expect(row.modelSize == ByteCount(799_862_784))
        #expect(row.modelParameters == 1_235_814_400)
        #expect([row.threads, row.prompt, row.generated, row.depth] == [2, 0, 4, 2048])
        #expect([row.batch, row.microBatch, row.buildNumber] == [2048, 512, 0])
        #expect([row.keyType, row.valueType, row.cpuMask, row.buildCommit] == ["f16", "q8_0", "0x0", "unknown"])
        #expect([row.rate, row.rateDeviation] == [21.711999, 0.25])
        #expect(row.samples == [21.712, 21])
        #expect(row.flashAttention == .auto)
        #expect(row.repack == true)
        #expect(row.numa == nil)
    }

    @Test func arraysAndLinesMayHaveManyRows() throws {
        #expect(try rows("[\(Self.sample),\(Self.sample)]").count == 2)
        #expect(try rows("\(Self.sample)\n\n\(Self.sample)\n\(Self.sample)").count == 3)
    }

    /// Builds of 2023 told no more.
    @Test func littleIsRequired() throws {
        let row = try #require(
            try rows(#"{"model_filename":"m","n_threads":1,"n_prompt":512,"n_gen":0,"avg_ts":7}"#).first)
        #expect([row.depth, row.samples.count] == [0, 0])
        #expect(row.modelSize == nil)
        #expect(try rows(try self.row("flash_attn", "true")).first?.flashAttention == .on)
    }

    @Test(arguments: [
        ("n_threads", "0"), ("n_threads", "-1"), ("n_threads", "\"2\""), ("n_threads", "1.5"), ("n_threads", "null"),
        ("n_threads", "1e30"), ("n_threads", "99999999999999999999"), ("n_prompt", "-1"), ("n_gen", "0"),
        ("n_gen", "1e400"), ("n_depth", "99999999"), ("model_size", "0"), ("model_size", "9223372036854775807"),
        ("avg_ts", "0"), ("avg_ts", "-3"), ("avg_ts", "1e300"), ("avg_ts", "\"fast\""), ("avg_ts", "null"),
        ("samples_ts", "[-1"), ("samples_ts", #"7, "more": [3"#), ("samples_ts", "[\"x\""), ("flash_attn", "2"),
        ("model_filename", "7"), ("repack", "3"),
    ])
    func aWrongFieldIsNamedWithItsRow(field: String, value: String) throws {
        let wrong = try row(field, value)
        for text in ["[\(Self.sample),\(wrong)]", "\(Self.sample)\n\(wrong)\n"] {
            let cause = try cause(text)
            #expect(cause.contains(field), "\(cause)")
            #expect(cause.contains("row 2"), "\(cause)")
        }
    }

    @Test(arguments: ["NaN", "Infinity", "-", "1..2", "0x10", "", "nul"]) func whatIsNoJSONIsSaid(value: String) throws
    {
        #expect(try cause("[\(try row("avg_ts", value))]").contains("row 1 is no JSON"))
        #expect(try cause("\(Self.sample)\n\(try row("avg_ts", value))").contains("row 2 is no JSON"))
    }

    @Test func emptyAndOtherFilesAreSaid() throws {
        for text in ["", " \n\t\r\n"] { #expect(try cause(text) == "it is empty") }
        #expect(try cause("[]") == "it has no rows")
        #expect(try cause("| model | size |").contains("neither [ nor {"))
        #expect(try cause("[7]") == "row 1 is no object")
        #expect(try cause("[\(Self.sample)] \(Self.sample)").contains("does not end after row 1 at byte"))
    }

    @Test func aFileCutShortAnywhereIsAnError() throws {
        for text in ["[\(Self.sample)]", Self.sample] {
            for length in 0..<text.utf8.count {
                #expect(throws: Failure.self) {
                    try LlamaBenchFile(Array(text.utf8.prefix(length)), name: "cut.json")
                }
            }
        }
    }

    /// An unknown field nests without end.
    @Test(arguments: [60, 100, 1_000_000]) func deepNestingEnds(depth: Int) throws {
        let deep = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let text = "[{\"deep\": \(deep), " + Self.sample.dropFirst() + "]"
        if depth > 64 {
            #expect(try cause(text).contains("nests over 64 deep"))
        } else {
            #expect(try rows(text).count == 1)
        }
    }

    @Test func aFileIsRead() throws {
        let folder = try TemporaryFolder()
        try folder.write("[\(Self.sample)]", to: "bench.json")
        #expect(try LlamaBenchFile(folder.path.appending("bench.json")).rows.count == 1)
        let failure = try #require(throws: Failure.self) { try LlamaBenchFile(folder.path.appending("none.json")) }
        #expect(failure.status == .inputMissing)
        #expect(failure.remedy.contains("llama-bench"))
    }
}
