extension Catalog {
    /// The CPU with this name, in full or without what goes without saying: "EPYC 9755", "Ryzen 9950X", "i7-12700H",
    /// "AMD EPYC 9755 128-Core Processor"; nil where none has it, or several have.
    package func processor(named name: String) -> Processor? {
        let name = CPUName(name)
        guard name.isTelling else { return nil }
        let meant = processors.map { ($0, CPUName($0.name)) }.filter { name.abbreviates($0.1) }
        // "395" leaves "Max+" out, and of the other also "PRO".
        guard let fewest = meant.map(\.1.words.count).min() else { return nil }
        let closest = meant.filter { $0.1.words.count == fewest }
        return closest.count == 1 ? closest.first?.0 : nil
    }

    /// The CPU that a machine has; nil where its name is not known, or contradicts the signature.
    package func processor(_ signature: CPUSignature, name: String?) -> Processor? {
        guard let name, let processor = processor(named: name) else { return nil }
        return platforms(signature, name: name).contains { $0.name == processor.platform } ? processor : nil
    }

    /// The family of a CPU; nil of one that is not in the catalogue with its family.
    package func platform(of processor: Processor) -> Platform? {
        platforms.first { $0.name == processor.platform }
    }
}
