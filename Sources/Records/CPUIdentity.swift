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

extension CPUIdentity {
    /// What tells kinds of core apart, of x86: "AuthenticAMD 25/17"; nil where it is not told.
    package var kind: String? {
        guard let vendor, let family, let model else { return nil }
        return "\(vendor) \(family)/\(model)"
    }
}
