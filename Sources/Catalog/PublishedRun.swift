import CCatalogData
import FoundationEssentials
import Quantities

/// A speed that somebody published of an engine on a machine.
package struct PublishedRun: Decodable, Hashable, Sendable {
    package let machine: String
    /// "one node"; nil of a machine with one node, or where the source does not tell.
    package let placement: String?
    package let theoreticalGBs: Double?
    package let measuredGBs: Double?
    /// As the source calls it: "72B" is any model of that size.
    package let model: String
    package let format: String
    package let fileGB: Double
    /// Tokens per second, of prompts and of generation.
    package let promptRate: Double?
    package let generationRate: Double
    package let source: String
    /// Why it is not what one size tells of another, or why there is none to tell; nil where it is.
    package let remark: String?

    /// Those that the program knows.
    /// - Throws: `DecodingError` where the data file is wrong, which the tests rule out.
    package static func builtIn() throws -> [PublishedRun] {
        try JSONDecoder().decode([PublishedRun].self, from: Data(ccd_published()))
    }
}

extension PublishedRun {
    package var fileSize: ByteCount { ByteCount(gigabytes: fileGB) }

    /// "Qwen2.5 14B Q4_K_M".
    package var file: String { "\(model) \(format)" }

    /// "2x Xeon Gold 5218, one node".
    package var place: String { machine + (placement.map { ", \($0)" } ?? "") }

    /// Whether it was measured by LocalScore, in one way on all machines.
    package var isLocalScore: Bool { source.contains("LocalScore") }
}
