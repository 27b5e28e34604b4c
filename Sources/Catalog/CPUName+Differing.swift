extension CPUName {
    /// Whether two names, each as a machine calls itself, can't be of one CPU. What a hypervisor calls its guests'
    /// CPUs, and a name that tells no model, may be any of the maker's.
    package static func areOfDifferentCPUs(_ one: String, _ other: String) -> Bool {
        let (one, other) = (CPUName(one), CPUName(other))
        guard !one.isInvented, !other.isInvented else { return false }
        let (families, otherFamilies) = (one.families, other.families)
        if !families.isEmpty, !otherFamilies.isEmpty, families.isDisjoint(with: otherFamilies) { return true }
        let (models, otherModels) = (one.models, other.models)
        return !models.isEmpty && !otherModels.isEmpty && models.isDisjoint(with: otherModels)
    }

    /// "AMD EPYC-Milan Processor", "Intel Core Processor (Haswell, no TSX)", "QEMU Virtual CPU version 2.5+".
    private var isInvented: Bool {
        words.contains { word in
            ["qemu", "kvm", "virtual"].contains(word) || word.hasPrefix("(") || word.hasPrefix("epyc-")
        }
    }

    private static let known: Set = [
        "epyc", "ryzen", "threadripper", "opteron", "athlon", "xeon", "core", "atom", "celeron", "pentium", "apple",
        "cortex", "neoverse", "snapdragon", "kunpeng", "ampereone",
    ]

    private var families: Set<String> {
        Set(words.map { String($0.prefix { $0 != "-" }) }).intersection(Self.known)
    }

    /// Words with a number of a model: "i9-13900k", "7763", "cortex-a76", and "m2" of Apple's.
    private var models: Set<String> {
        Set(
            words.filter { word in
                let digits = word.count(where: \.isNumber)
                let isArm = word.hasPrefix("cortex-") || word.hasPrefix("neoverse-")
                return digits >= 3 || (digits > 0 && (isArm || words.first == "apple"))
            })
    }
}
