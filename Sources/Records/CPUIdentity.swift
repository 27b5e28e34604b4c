/// What the CPU says it is.
package struct CPUIdentity: Codable, Hashable, Sendable {
    package var vendor: String?
    package var name: String?
    package var family: Int?
    package var model: Int?
    package var stepping: Int?
    /// "x86_64", "aarch64".
    package var architecture: String?
    /// Instruction sets that matter to language models, by their common names; nil where the source does not tell.
    package var features: [String]?

    package init() {}
}
