import Quantities
import Records
import Tables

/// What one meeting of threads costs.
struct BarrierSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        let cells = context.latencies.of(.barrier)
        guard !cells.isEmpty else { return "" }
        let table = Table(
            [.init("Threads", .right), .init("Barrier, ns", .right)], rows: cells.map { ["\($0.threads)", $0.figure] })
        return """
            ### Barriers

            Nanoseconds for threads to meet once at a spin barrier such as engines have between the operations of a \
            token.

            \(table.markdown)
            """
    }
}
