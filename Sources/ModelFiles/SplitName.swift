import Records
import SystemPackage

/// The names of a split model's parts: "model-00001-of-00003.gguf".
struct SplitName {
    let paths: [FilePath]

    /// - Throws: `Failure` with 65 where the name of one part does not tell the others'.
    init(_ path: FilePath, parts: Int) throws {
        guard parts <= Self.mostParts else {
            throw Failure(
                .badData, cannot: "read \(path)",
                because: "it claims to be one of \(parts) parts, and this program reads at most \(Self.mostParts)",
                remedy: "Join the parts with llama-gguf-split --merge")
        }
        let name = path.lastComponent?.string ?? ""
        let ending = "-of-\(Self.padded(parts)).gguf"
        let stem = name.dropLast(ending.count)
        // llama.cpp writes five digits.
        guard name.hasSuffix(ending), stem.count > 6, stem.dropLast(5).hasSuffix("-"),
            stem.suffix(5).allSatisfy({ $0.isASCII && $0.isNumber })
        else {
            throw Failure(
                .badData, cannot: "find the other parts of \(path)",
                because: "it is one of \(parts) parts, and its name does not end in -00001\(ending)",
                remedy: "Give the parts the names they were made with, in one folder")
        }
        let prefix = stem.dropLast(5)
        let folder = path.removingLastComponent()
        paths = (1...parts).map { folder.appending("\(prefix)\(Self.padded($0))\(ending)") }
    }

    /// Real models have some hundred at most; with `ByteSource.largestFile` their sizes add up within 2⁶³.
    private static let mostParts = 1024

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
}
