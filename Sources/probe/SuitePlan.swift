import ProbeKit
import Quantities
import Records
import Tables

/// What `probe all` would measure, program by program.
struct SuitePlan: Codable, Sendable {
    var schemaVersion = Schema.version
    /// The machine: "this machine", or the source given with --topology.
    let source: String
    /// The longest that all measuring programs may take together, in seconds.
    let budgetSeconds: Double
    /// About what they take where the machine is quiet.
    let seconds: Double
    let programs: [Program]

    struct Program: Codable, Sendable {
        /// Without "probe-".
        let name: String
        /// Nil where it has none.
        let plan: RunPlan?
        /// Why it has none; nil where it has one.
        let reason: String?
    }

    init(source: String, budgetSeconds: Double, programs: [Program]) {
        self.source = source
        self.budgetSeconds = budgetSeconds
        self.programs = programs
        seconds = programs.compactMap(\.plan?.seconds).reduce(0, +)
    }
}

extension SuitePlan {
    /// For a person at a terminal: all programs together, then each.
    var text: String {
        let sections = programs.map { program in
            guard let plan = program.plan else {
                return "\(program.name): \(program.reason ?? "no plan")".printable + "\n"
            }
            return plan.text(title: program.name)
        }
        return (["What probe all would measure on \(source)".printable + "\n", overview] + sections)
            .joined(separator: "\n")
    }

    private var overview: String {
        let columns: [Table.Column] = [
            .init("Program"), .init("Figures", .right), .init("Left out", .right), .init("Seconds", .right),
            .init("At most", .right), .init("Memory of a node", .right), .init("Of its room", .right),
        ]
        let rows = programs.compactMap { program in
            program.plan.map { plan in
                let leftOut = plan.parts.compactMap(\.leftOut).reduce(0, +)
                let bytes = plan.memory.map(\.bytes).max().map { "\(ByteCount($0))" } ?? "–"
                let share = plan.largestShare.map { "\(($0 * 100).fixed(0)) %" } ?? "–"
                return [
                    program.name.printable, "\(plan.cells)", "\(leftOut)", plan.seconds.planned,
                    plan.budgetSeconds.planned, bytes, share,
                ]
            }
        }
        let figures = programs.compactMap(\.plan?.cells).reduce(0, +)
        return Table(columns, rows: rows).terminalText
            + "\n\(figures) figures in about \(seconds.planned) s; at most \(budgetSeconds.planned) s\n"
    }

    /// The parts of all programs as rows for other programs.
    var rows: Table {
        let columns = ["program", "part", "figures", "left_out", "seconds"].map { Table.Column($0) }
        return Table(
            columns,
            rows: programs.flatMap { program in
                (program.plan?.rows.rows ?? []).map { [program.name] + $0 }
            })
    }
}

extension RunPlan {
    /// The most that is allocated of any node's room, from 0 to 1; nil where none is known.
    fileprivate var largestShare: Double? {
        memory.compactMap { node in node.roomBytes.map { Double(node.bytes) / Double(max(1, $0)) } }.max()
    }
}
