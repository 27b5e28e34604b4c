import FuzzTargets
import SystemPackage

#if !FUZZING
    /// Reads files again that a fuzzer found: `fuzz gguf FILE…`.
    @main enum Replay {
        static func main() throws {
            guard let name = CommandLine.arguments.dropFirst().first, let reader = FuzzedReader(rawValue: name) else {
                fatalError("name a reader: \(FuzzedReader.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            for path in CommandLine.arguments.dropFirst(2) {
                let file = try FileDescriptor.open(FilePath(path), .readOnly)
                let size = Int(try file.seek(offset: 0, from: .end))
                let bytes = try [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
                    filled = try file.read(fromAbsoluteOffset: 0, into: UnsafeMutableRawBufferPointer(buffer))
                }
                try file.close()
                reader.read(bytes)
                print("\(path): ended well")
            }
        }
    }
#endif
