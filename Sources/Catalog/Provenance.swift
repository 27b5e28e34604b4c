/// Where a fact comes from, and how far it can be trusted.
package struct Provenance: Hashable, Sendable {
    package let kind: Kind
    /// "SMBIOS (udev)", "EPYC 9004 Genoa: source document", "--mts 5200".
    package let detail: String

    package init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }

    /// From the surest to the least sure, but for what the user gave, which comes before all.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        case given = "given by you"
        /// The machine tells it.
        case read
        /// Follows from what the machine tells.
        case derived
        /// A document tells it of the family.
        case table
        /// Nobody has checked it.
        case assumed
    }
}

extension Provenance {
    /// The least sure kind of several, and the facts of that kind; nil of none.
    package static func weakest(_ all: [Provenance?]) -> Provenance? {
        let all = all.compactMap(\.self)
        let rank = { (kind: Kind) in Kind.allCases.firstIndex(of: kind) ?? 0 }
        guard let kind = all.map(\.kind).max(by: { rank($0) < rank($1) }) else { return nil }
        let details = all.filter { $0.kind == kind }.map(\.detail).reduce(into: [String]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        return Provenance(kind, details.joined(separator: ", "))
    }
}

extension Provenance: CustomStringConvertible {
    /// "table: EPYC 9004 Genoa, source document".
    package var description: String { detail.isEmpty ? kind.rawValue : "\(kind.rawValue): \(detail)" }
}

/// A fact with its provenance.
package struct Sourced<Value: Hashable & Sendable>: Hashable, Sendable {
    package let value: Value
    package let provenance: Provenance
    /// What the table has, where it has a range: the value is its lower end. Nil where there is one value.
    package let range: String?

    package init(_ value: Value, _ kind: Provenance.Kind, _ detail: String, range: String? = nil) {
        self.value = value
        provenance = Provenance(kind, detail)
        self.range = range
    }

    private init(_ value: Value, _ provenance: Provenance, range: String?) {
        self.value = value
        self.provenance = provenance
        self.range = range
    }

    /// What follows from it alone, with the same provenance.
    package func map<Result>(_ follow: (Value) -> Result) -> Sourced<Result> {
        Sourced<Result>(follow(value), provenance, range: range)
    }
}
