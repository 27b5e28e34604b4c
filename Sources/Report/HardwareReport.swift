import Catalog
import Records

/// The report on one result.
package struct HardwareReport {
    private let context: ReportContext

    /// - Throws: `Failure` where a record in the result is broken.
    package init(_ result: RunResult, catalog: Catalog) throws {
        context = try ReportContext(result, catalog)
    }

    /// The report as Markdown. The same result is always the same bytes.
    package var markdown: String {
        let sections: [any ReportSection] =
            [
                VerdictSection(context: context), MachineSection(context: context), BandwidthSection(context: context),
                PredictionSection(context: context),
            ]
            + otherProbes.map { GenericSection(name: $0, context: context) }
            + [CaveatSection(context: context), MethodSection(context: context), ReproductionSection(context: context)]
        return sections.map(\.markdown).joined(separator: "\n")
    }

    /// The three lines the report begins with, for a terminal.
    package var verdict: [String] { VerdictSection(context: context).lines.map { $0.filter { $0 != "*" } } }

    /// Probes that have no section of their own.
    private var otherProbes: [String] {
        context.result.runs.map(\.name).filter { $0 != "topology" && $0 != "bandwidth" }
    }
}

/// A part of the report with a heading of its own.
protocol ReportSection {
    /// Markdown that ends with a line break.
    var markdown: String { get }
}
