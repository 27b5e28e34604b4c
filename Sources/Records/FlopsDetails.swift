/// What `probe-flops` knows beyond its measurements.
package struct FlopsDetails: Codable, Hashable, Sendable {
    package var plan: [PlannedStudy]
    package var seed: Int
    /// Cores that were measured together.
    package var coreSets: [CoreSet]
    /// What is known of each kind of core.
    package var cores: [CoreTheory]
    /// Sets that the CPU has and that were left out, and why: AMX without permission.
    package var leftOut: [String: String]

    package init(
        plan: [PlannedStudy], seed: Int, coreSets: [CoreSet], cores: [CoreTheory], leftOut: [String: String]
    ) {
        self.plan = plan
        self.seed = seed
        self.coreSets = coreSets
        self.cores = cores
        self.leftOut = leftOut
    }
}

/// What is known of a kind of core before it is measured.
package struct CoreTheory: Codable, Hashable, Sendable {
    /// "performance", "efficiency", "uniform".
    package var kind: String
    /// "Zen 5 desktop and server"; nil where the CPU is in no table.
    package var microarchitecture: String?
    /// Peak operations per cycle by type and instruction set; what is unknown is absent.
    package var peaks: [Peak]

    /// A core's peak of one type in one instruction set.
    package struct Peak: Codable, Hashable, Sendable {
        package var type: String
        package var isa: String
        package var operationsPerCycle: Double
        /// Where the figure comes from, and how it was derived.
        package var provenance: String

        package init(type: String, isa: String, operationsPerCycle: Double, provenance: String) {
            self.type = type
            self.isa = isa
            self.operationsPerCycle = operationsPerCycle
            self.provenance = provenance
        }
    }

    package init(kind: String, microarchitecture: String?, peaks: [Peak]) {
        self.kind = kind
        self.microarchitecture = microarchitecture
        self.peaks = peaks
    }
}

extension CoreTheory.Peak {
    /// The table's source, without how the figure was derived from it.
    package var source: String {
        guard provenance.hasPrefix("derived: "), let table = provenance.firstRange(of: "table: ") else {
            return provenance
        }
        return String(provenance[table.upperBound...])
    }
}
