import Catalog
import Machine
import ModelFiles
import Quantities
import Records
import SystemPackage

/// A reader of files that others made: whatever the bytes, it ends in a result or in a `Failure`.
package enum FuzzedReader: String, CaseIterable, Sendable {
    case gguf
    case safetensors
    case llamaBench = "llama-bench"
    case smbios
    case udev
    case result

    /// Reads the bytes as a file. Anything but a `Failure` with 65 is a bug, and ends the program.
    package func read(_ bytes: [UInt8]) {
        do {
            try attempt(bytes)
        } catch let failure as Failure where failure.status == .badData {
            // The message is made of what the file claims, and must be printable too.
            precondition(!failure.description.isEmpty)
        } catch {
            fatalError("\(rawValue): \(error)")
        }
    }

    private func attempt(_ bytes: [UInt8]) throws {
        switch self {
        case .gguf:
            let file = try GGUFFile(bytes, name: "fuzzed")
            precondition(file.weightBytes.fileSize.bytes <= bytes.count)
            _ = try file.languageModel("fuzzed")
        case .safetensors:
            let tensors = try SafetensorsHeader(ByteSource(name: "fuzzed", bytes)).tensors
            precondition(tensors.map(\.bytes).reduce(0, +) <= bytes.count)
        case .llamaBench:
            let rows = try LlamaBenchFile(bytes, name: "fuzzed").rows
            precondition(rows.allSatisfy { $0.rate > 0 && $0.rate.isFinite })
        case .smbios:
            Self.check(SMBIOSTable(bytes).memory)
        case .udev:
            if let memory = UdevMemory.memory(String(decoding: bytes, as: UTF8.self)) { Self.check(memory) }
        case .result:
            let result = try RecordCoding.result(from: bytes, source: "fuzzed")
            // What was read must be fit to be written: an archive keeps it.
            _ = try RecordCoding.encode(result)
            _ = try result.record("topology", details: TopologyDetails.self)
            _ = result.caveats("topology")
        }
    }

    /// No size, width or index that could lead a reader of the result astray, and no text that could fill a page.
    private static func check(_ memory: MemoryModules) {
        let arrays = memory.arrays?.count ?? 0
        for module in memory.modules {
            precondition((0...4 << 40).contains(module.size))
            precondition(module.dataWidth.map { (8...2048).contains($0) } ?? true)
            precondition(module.array.map { (0..<arrays).contains($0) } ?? true)
            let texts = [module.locator, module.bank ?? "", module.manufacturer ?? "", module.partNumber ?? ""]
            precondition(texts.allSatisfy { $0.count <= 80 && !$0.unicodeScalars.contains { $0.value < 32 } })
        }
        precondition((memory.notes?.count ?? 0) <= 33 && memory.modules.count <= 1024)
    }
}
