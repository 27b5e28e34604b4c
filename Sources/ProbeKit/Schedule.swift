import Records

/// How long a run may take, and what of its parts is planned within that.
package struct Schedule: Sendable {
    /// The longest that it may take.
    package let seconds: Double
    /// About what filling the arrays takes that several parts use.
    package let setUpSeconds: Double
    package let outline: Outline

    /// - Parameter parts: in the order in which they are begun.
    package init(seconds: Double, setUpSeconds: Double = 0, _ parts: [Outline.Part]) {
        self.seconds = seconds
        self.setUpSeconds = setUpSeconds
        outline = Outline(parts).fitted(to: max(0, seconds - setUpSeconds))
    }

    /// For --dry-run.
    /// - Parameter more: what else is not planned, and why: sentences.
    package func plan(memory: [PlannedMemory] = [], fileBytes: Int? = nil, notPlanned more: [String] = []) -> RunPlan {
        RunPlan(
            budgetSeconds: seconds, setUpSeconds: setUpSeconds, parts: outline.planned,
            memory: memory.sorted { $0.node < $1.node }, fileBytes: fileBytes, notPlanned: more + outline.notPlanned)
    }
}
