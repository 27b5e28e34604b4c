/// What a program would measure within which time and memory, as --dry-run tells it.
package struct RunPlan: Codable, Hashable, Sendable {
    /// The longest that the program may take, in seconds.
    package var budgetSeconds: Double
    /// Of those, about what filling arrays takes before the first figure.
    package var setUpSeconds: Double
    /// In the order in which they are begun.
    package var parts: [PlannedStudy]
    /// The most that is allocated at any one time, by node; empty where the program needs next to none.
    package var memory: [PlannedMemory]
    /// Bytes of a temporary file; nil where there is none.
    package var fileBytes: Int?
    /// What is not planned, and why: sentences.
    package var notPlanned: [String]

    package init(
        budgetSeconds: Double, setUpSeconds: Double, parts: [PlannedStudy], memory: [PlannedMemory] = [],
        fileBytes: Int? = nil, notPlanned: [String] = []
    ) {
        self.budgetSeconds = budgetSeconds
        self.setUpSeconds = setUpSeconds
        self.parts = parts
        self.memory = memory
        self.fileBytes = fileBytes
        self.notPlanned = notPlanned
    }
}

extension RunPlan {
    /// About what all of it takes.
    package var seconds: Double { parts.reduce(setUpSeconds) { $0 + $1.seconds } }
    /// Figures of all parts.
    package var cells: Int { parts.reduce(0) { $0 + $1.cells } }

    /// Whether its numbers are such that they can be added up; another's program may say anything.
    package var isPlausible: Bool {
        let counts = parts.flatMap { [$0.cells, $0.leftOut ?? 0] }
        let seconds = parts.map(\.seconds) + [setUpSeconds, budgetSeconds]
        return counts.count <= 10_000 && counts.allSatisfy { (0...1_000_000_000).contains($0) }
            && seconds.allSatisfy { (0...1e9).contains($0) }
            && memory.allSatisfy { (0..<1 << 20).contains($0.node) && $0.bytes >= 0 }
    }
}

/// Memory of a node that a program means to allocate.
package struct PlannedMemory: Codable, Hashable, Sendable {
    package var node: Int
    package var bytes: Int
    /// What is free there, or what another limit leaves of it; of another machine all its memory. Nil where it is not
    /// told.
    package var roomBytes: Int?

    package init(node: Int, bytes: Int, roomBytes: Int?) {
        self.node = node
        self.bytes = bytes
        self.roomBytes = roomBytes
    }
}
