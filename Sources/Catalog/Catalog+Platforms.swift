extension Catalog {
    /// The families that a CPU can be of: those of its signature, narrowed by its name where that leaves some, so that
    /// a name that contradicts the signature is ignored; by its name alone where the signature is unknown.
    /// - Returns: empty where nothing is known.
    package func platforms(_ signature: CPUSignature, name: String?) -> [Platform] {
        let name = name.map(CPUName.init)
        let candidates = platforms.filter { platform in platform.matches.contains { $0.admits(signature) } }
        guard candidates.isEmpty else {
            let narrowed = name.map { Self.named($0, among: candidates, patterns: { _ in true }) } ?? []
            return narrowed.isEmpty ? candidates : narrowed
        }
        guard let name else { return [] }
        // A new model of a known maker may be told by its name, but not another maker's.
        let possible = platforms.filter { platform in
            platform.matches.isEmpty || platform.matches.contains { $0.vendor == signature.vendor ?? $0.vendor }
        }
        return Self.named(name, among: possible) { !$0.isBrandOnly }
    }

    /// Whether a name must end where its pattern does: what a user types must, what a CPU tells need not.
    enum WholeName {
        case needed
        case notNeeded
    }

    /// Those with the pattern that says most of the name.
    static func named(
        _ name: CPUName, among platforms: [Platform], whole: WholeName = .notNeeded, patterns: (NamePattern) -> Bool
    ) -> [Platform] {
        let said = platforms.map { platform in
            platform.names.map(NamePattern.init).filter {
                patterns($0) && (whole == .needed ? $0.matchesWhole(name) : $0.matches(name))
            }.map(\.literals).max()
        }
        guard let most = said.compactMap({ $0 }).max() else { return [] }
        return zip(platforms, said).filter { $0.1 == most }.map(\.0)
    }
}
