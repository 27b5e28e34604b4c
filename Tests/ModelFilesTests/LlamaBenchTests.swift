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
        "tensor_split": "0.00", "embeddings": false, "devices": "auto", "no_op_offload": 0, "fit_target": 0, \
        "repack": true, "n_prompt": 0, "n_gen": 4, "n_depth": 2048, \
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

    /// As PowerShell's ">" writes them, and other editors.
    @Test(arguments: [[0xFF, 0xFE], [0xFE, 0xFF], []], [true, false]) func widerTextIsRead(
        mark: [UInt8], isJSONLines: Bool
    ) throws {
        let text = isJSONLines ? "\(Self.sample)\r\n\(Self.sample)\r\n" : "[\r\n\(Self.sample),\r\n\(Self.sample)\r\n]"
        let high = Array(text.utf16).flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        let low = Array(text.utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        for bytes in mark.isEmpty ? [high, low] : [mark[0] == 0xFF ? low : high] {
            let file = try LlamaBenchFile(mark + bytes, name: "bench.json")
            #expect(file.rows.map(\.modelType) == ["llama 1B Q4_K - Medium", "llama 1B Q4_K - Medium"])
            #expect(throws: Failure.self) { try LlamaBenchFile(mark + bytes.dropLast(5), name: "bench.json") }
            #expect(throws: Failure.self) { try LlamaBenchFile(mark + bytes + [0x0A], name: "bench.json") }
        }
        let marked = [0xEF, 0xBB, 0xBF] + Array(text.utf8)
        #expect(try LlamaBenchFile(marked, name: "bench.json").rows.count == 2)
    }

    @Test(arguments: [
        [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF], [0xEF, 0xBB], [0xFF], [0, 0x5B], [0x5B, 0], [0, 0],
    ])
    func aMarkAloneIsNoFile(bytes: [UInt8]) {
        #expect(throws: Failure.self) { try LlamaBenchFile(bytes, name: "bench.json") }
    }

    /// Builds until November 2024 have a column for each backend.
    @Test func olderColumnsAreRead() throws {
        let older = { (fields: String) in
            let rest = #""model_filename": "m", "n_threads": 1, "n_prompt": 512, "n_gen": 0, "avg_ts": 7"#
            return try #require(try rows("{\(fields), \(rest)}").first)
        }
        let cuda = try older(#""cuda": true, "opencl": false, "gpu_blas": true, "blas": true, "gpu_info": "a card""#)
        #expect(cuda.devices.backends == ["CUDA"])
        #expect(cuda.devices.cards == "a card" && !cuda.devices.areListed)
        #expect(try older(#""cuda": false, "blas": true, "f16_kv": false"#).devices.backends == ["BLAS"])
        #expect(try older(#""gpu_blas": true, "blas": true"#).devices.backends == ["GPU BLAS"])
        #expect(try older(#""rpc": "0", "sycl": 0, "vulkan": "1""#).devices.backends == ["Vulkan"])
        #expect(try older(#""rpc": "10.0.0.2:50052", "metal": true"#).devices.hasServers)
        #expect(try older(#""f16_kv": false"#).keyType == "f32")
        #expect(try older(#""f16_kv": true"#).valueType == "f16")
        #expect(try older(#""gpu_info": """#).devices.cards == nil)
        #expect(try cause(#"{"cuda": "maybe", "model_filename": "m", "n_threads": 1}"#).contains("cuda"))
    }

    @Test func devicesAreRead() throws {
        let devices = { (backends: String, more: String) in
            let rest = #""model_filename": "m", "n_threads": 1, "n_prompt": 512, "n_gen": 0, "avg_ts": 7"#
            return try #require(try rows("{\"backends\": \"\(backends)\", \(more), \(rest)}").first).devices
        }
        let all = try devices(
            "CPU,CUDA,RPC", #""gpu_info": "a card", "devices": "auto", "tensor_buft_overrides": "none""#)
        #expect(all.backends == ["CUDA", "RPC"] && all.chosen == nil && all.overrides.isEmpty && !all.keepsBatches)
        let some = try devices(
            "CUDA",
            #""devices": "CUDA0/CUDA1", "no_op_offload": 1, "#
                + #""tensor_buft_overrides": "a=CPU;b=CUDA1", "fit_target": 512"#)
        #expect(some.chosen == ["CUDA0", "CUDA1"] && some.keepsBatches && some.overrides == ["a=CPU", "b=CUDA1"])
        #expect(some.areLayersFitted && !all.areLayersFitted)
        #expect(try devices("CUDA", #""devices": "none""#).chosen == [])
    }

    /// Columns of its own, and a test of its own: what is generated after a prompt, alone in time.
    @Test func rowsOfTheOtherEngineAreToldApart() throws {
        let more = #""mla_attn": 3, "ser": "-1,0", "repack": false, "test": "tg4@pp512""#
        let text = Self.sample.replacing(#""repack": true, "n_prompt": 0"#, with: more + #", "n_prompt": 512"#)
        let row = try #require(try rows(text).first)
        #expect(row.engine == .ikLlama && !row.hasFewerExperts)
        #expect([row.prompt, row.generated, row.depth] == [0, 4, 512])
        #expect(try rows(text.replacing("-1,0", with: "6,1")).first?.hasFewerExperts == true)
        #expect(try rows(Self.sample).first?.engine == .llamaCpp)
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
        ("model_filename", "7"), ("repack", "3"), ("cpu_strict", "2"), ("embeddings", "\"x\""), ("devices", "7"),
        ("fit_target", "-1"),
        ("no_op_offload", "-1"), ("gpu_info", "{}"),
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
