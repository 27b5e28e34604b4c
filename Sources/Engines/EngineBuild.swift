import CPlatform
import ModelFiles
import ProbeKit
import Records
import SystemPackage
import Tables

#if canImport(Glibc)
    import Glibc
#endif

/// What a build of llama-bench says of itself before anything is measured with it.
package struct EngineBuild: Sendable {
    package let program: EngineProgram
    /// Options that it knows: "--load-mode".
    package let options: Set<String>
    /// "GNU 12.2.0"; nil where it does not tell.
    package let compiler: String?
    /// The library of the CPU's loops: "libggml-cpu-haswell.so"; nil where they are in the program.
    package let library: String?
    /// What the build may use, as the catalogue of engines calls it; nil where it does not tell.
    package let features: Set<String>?
    /// Whether it can print each row as soon as it has it.
    let writesLines: Bool
    /// Whether it uses flash attention wherever it can, unless it is told otherwise.
    package let hasAutomaticFlashAttention: Bool

    private static let limit = Duration.seconds(20)

    /// Asks a program what it is.
    /// - Throws: `Failure` with 69 where it does not run, is no llama-bench, or would not compute on the CPU.
    package init(_ program: EngineProgram, mayGoOn: () -> Bool = { true }) throws {
        self.program = program
        func ask(_ arguments: [String], _ more: [String: String] = [:]) -> ProgramRun {
            ProgramRun.run(program.path, arguments, environment: more, limit: Self.limit, mayGoOn: mayGoOn)
        }
        let help = ask(["--help"])
        let text = String(decoding: help.output, as: UTF8.self) + help.errors
        guard text.contains("--n-prompt") || text.contains("-p, ") && text.contains("-n, ") else {
            throw Self.failure(
                program, help.failure ?? "it does not answer to --help as llama-bench does",
                "Name llama-bench of llama.cpp with --llama-bench, or build one with `make engine`")
        }
        options = Self.options(text)
        writesLines = text.contains("jsonl")
        hasAutomaticFlashAttention = text.contains("<on|off|auto>")
        if let cause = help.failure, !options.contains("--n-prompt") {
            throw Self.failure(program, cause, EngineProgram.remedy)
        }
        if options.contains("--list-devices") {
            let devices = ask(["--list-devices"])
            if let card = Self.card(String(decoding: devices.output, as: UTF8.self)) {
                throw Self.failure(
                    program, "it would compute on \(card.printable), and this rates the CPU", Self.remedy(without: card)
                )
            }
        }
        compiler = options.contains("--version") ? Self.compiler(ask(["--version"])) : nil
        let path = Self.loaded(help.errors) ?? Self.linked(ask([], ["LD_TRACE_LOADED_OBJECTS": "1"]))
        library = path?.lastComponent?.string.printable
        features = path.flatMap(Self.features)
    }

    private static func failure(_ program: EngineProgram, _ cause: String, _ remedy: String) -> Failure {
        Failure(.unavailable, cannot: "rate \(program.path)", because: cause, remedy: remedy)
    }

    /// "--load-mode" of "  -lm, --load-mode <auto|…>".
    private static func options(_ help: String) -> Set<String> {
        Set(
            help.split(separator: "\n").flatMap { line in
                line.split { " ,\t".contains($0) }.prefix { $0.hasPrefix("-") }.map(String.init)
            })
    }

    // MARK: Cards

    /// The first device: "Vulkan0: AMD Radeon RX 580 (…)"; nil of none.
    private static func card(_ devices: String) -> String? {
        let lines = devices.split(separator: "\n").map { $0.trimmed }
        guard let heading = lines.firstIndex(where: { $0.hasPrefix("Available devices") }) else { return nil }
        // What multiplies matrices with the CPU's own arithmetic is listed too, by its name alone.
        return lines[(heading + 1)...].first { !$0.isEmpty && !$0.hasPrefix("(none)") && !$0.hasPrefix("CPU") }
            .map(String.init)
    }

    /// How to leave a device, or the first of several backends, out.
    package static func remedy(without device: String) -> String {
        let ways = [
            ("CUDA", "set CUDA_VISIBLE_DEVICES= (empty)"), ("ROCm", "set HIP_VISIBLE_DEVICES=-1"),
            ("Vulkan", "set GGML_VK_VISIBLE_DEVICES=-1"), ("SYCL", "set ONEAPI_DEVICE_SELECTOR=opencl:cpu"),
            ("RPC", "leave the servers out"), ("BLAS", "move libggml-blas.so out of its folder"),
            ("OpenCL", "move libggml-opencl.so out of its folder"),
        ]
        let way = ways.first { device.hasPrefix($0.0) }?.1 ?? "move the device's libggml-*.so out of its folder"
        return "To rate this build without it, \(way); or \(EngineProgram.remedy)"
    }

    // MARK: Features

    /// "GNU 12.2.0" of "built with GNU 12.2.0 for Linux x86_64".
    private static func compiler(_ version: ProgramRun) -> String? {
        let text = String(decoding: version.output, as: UTF8.self) + version.errors
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("built with ") }) else { return nil }
        let words = line.dropFirst("built with ".count).split(separator: " ").prefix { $0 != "for" }
        return words.isEmpty ? nil : String(words.joined(separator: " ").prefix(80)).printable
    }

    /// Of "load_backend: loaded CPU backend from /opt/llama/libggml-cpu-haswell.so".
    private static func loaded(_ errors: String) -> FilePath? {
        errors.split(separator: "\n").first { $0.contains("loaded CPU backend from ") }
            .flatMap { $0.split(separator: " ").last }.map { FilePath(String($0)) }
    }

    /// Of the loader's "libggml-cpu.so.0 => /opt/llama/libggml-cpu.so.0 (0x7f…)".
    private static func linked(_ loader: ProgramRun) -> FilePath? {
        String(decoding: loader.output, as: UTF8.self).split(separator: "\n").lazy
            .compactMap { line -> FilePath? in
                let words = line.split(separator: " ")
                guard words.count > 2, words[1] == "=>", words[0].trimmed.hasPrefix("libggml-cpu") else { return nil }
                return FilePath(String(words[2]))
            }.first
    }

    /// The library's functions, and the catalogue's names.
    private static let functions = [
        ("ssse3", "sse42"), ("avx", "avx"), ("f16c", "f16c"), ("fma", "fma"), ("avx2", "avx2"), ("bmi2", "bmi2"),
        ("avx_vnni", "avx_vnni"), ("avx512", "avx512"), ("avx512_vbmi", "avx512_vbmi"),
        ("avx512_vnni", "avx512_vnni"), ("avx512_bf16", "avx512_bf16"), ("amx_int8", "amx_int8"), ("neon", "neon"),
        ("dotprod", "dotprod"), ("matmul_int8", "i8mm"), ("sve", "sve"), ("llamafile", "llamafile"),
    ]

    private static func features(_ library: FilePath) -> Set<String>? {
        let names = functions.map { strdup("ggml_cpu_has_\($0.0)") }
        defer { names.forEach { free($0) } }
        var values = [Int32](repeating: -1, count: names.count)
        let constant = names.map { UnsafePointer($0) }
        guard cp_library_flags(library.string, constant, Int32(names.count), &values, 5000) == 0 else { return nil }
        let found = Set(zip(functions, values).filter { $0.1 == 1 }.map(\.0.1))
        return found.isEmpty ? nil : found
    }
}

extension EngineBuild {
    /// Whether it knows an option.
    package func knows(_ option: String) -> Bool { options.contains(option) }
}

extension Substring {
    fileprivate var trimmed: Substring {
        drop { $0.isWhitespace }
    }
}
