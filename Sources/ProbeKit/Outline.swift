import Quantities
import Records

/// The parts of a run in the order in which they are begun, and how they share its time.
package struct Outline: Sendable {
    package let parts: [Part]

    package init(_ parts: [Part]) { self.parts = parts.filter { $0.cells > 0 } }

    /// A part: so many figures of one kind.
    package struct Part: Sendable {
        package let name: String
        package let cells: Int
        /// What a figure takes of the time where there is not enough for all, against a figure of weight 1.
        package let weight: Double
        /// About how long a figure takes where its samples agree.
        package let secondsOfCell: Double

        package init(_ name: String, cells: Int, weight: Double, secondsOfCell: Double) {
            self.name = name
            self.cells = cells
            self.weight = weight
            self.secondsOfCell = secondsOfCell
        }
    }

    /// Figures of all parts.
    package var cells: Int { parts.map(\.cells).reduce(0, +) }

    /// The share of what is left that a part may take: its own weight over that of all parts not begun.
    package func share(of name: String) -> Double {
        let rest = parts.drop { $0.name != name }.map { Double($0.cells) * $0.weight }
        let all = rest.reduce(0, +)
        return all > 0 ? (rest.first ?? 0) / all : 1
    }

    /// For the record.
    package var planned: [PlannedStudy] {
        parts.map { PlannedStudy(study: $0.name, cells: $0.cells, seconds: Double($0.cells) * $0.secondsOfCell) }
    }

    /// For a person who waits: one line.
    package func text(budget: TimeBudget) -> String {
        let needed = planned.map(\.seconds).reduce(0, +)
        return "plan: \(cells) figures (\(parts.map { "\($0.name) \($0.cells)" }.joined(separator: ", "))), "
            + "about \(min(needed, budget.seconds).fixed(0)) s, at most \(budget.seconds.fixed(0)) s\n"
    }
}
