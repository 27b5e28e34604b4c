/// What a CPU tells of its make: on x86 CPUID's vendor, family, model and stepping; on Arm the implementer's name, and
/// the part number as the model.
package struct CPUSignature: Hashable, Sendable {
    package let vendor: String?
    package let family: Int?
    package let model: Int?
    package let stepping: Int?

    package init(vendor: String?, family: Int?, model: Int?, stepping: Int?) {
        self.vendor = vendor
        self.family = family
        self.model = model
        self.stepping = stepping
    }
}

/// Signatures that have one core microarchitecture.
package struct CPUMatch: Decodable, Hashable, Sendable {
    package let vendor: String
    /// Nil on Arm, which has no families.
    package let family: Int?
    package let models: [ClosedRange<Int>]
    /// Nil where the stepping does not matter.
    package let steppings: ClosedRange<Int>?
    /// "uniform", "performance", "efficiency"; nil where all cores of the part are alike, or have the same peaks.
    /// A hybrid part has no "uniform": a guest that shows one kind may run on either.
    package let kinds: [String]?

    /// Whether cores of a kind in a CPU with this signature are meant.
    package func contains(_ signature: CPUSignature, kind: String) -> Bool {
        guard signature.vendor == vendor, signature.family == family || family == nil,
            let model = signature.model, models.contains(where: { $0.contains(model) }),
            kinds?.contains(kind) ?? true
        else { return false }
        guard let steppings else { return true }
        return signature.stepping.map(steppings.contains) ?? false
    }
    /// Whether a CPU with this signature may be meant: a stepping that is not told may be any.
    package func admits(_ signature: CPUSignature) -> Bool {
        guard signature.vendor == vendor, signature.family == family || family == nil,
            let model = signature.model, models.contains(where: { $0.contains(model) })
        else { return false }
        guard let steppings, let stepping = signature.stepping else { return true }
        return steppings.contains(stepping)
    }
}
