import Catalog
import Records

/// The report on one result.
package struct HardwareReport {
    private let context: ReportContext
    /// The report as Markdown. The same result is always the same bytes.
    package let markdown: String
    /// The figures that the Markdown shows, each to be written beside it as `name`.svg.
    package let figures: [Figure]

    /// - Parameter profile: of the engine whose speed is predicted; nil for the one that comes with the program.
    /// - Throws: `Failure` where a record in the result is broken.
    package init(
        _ result: RunResult, catalog: Catalog, profile: EngineProfile? = nil, figures: FigureLinks = .besideReport
    ) throws {
        var context = try ReportContext(result, catalog, figures)
        context.engine = EngineBasis(context, profile: try profile ?? EngineProfile.builtIn())
        context.forecasts = context.engine.map { FittedSection.forecasts(context, $0) } ?? []
        self.context = context
        let sections = Self.sections(context)
        markdown = sections.map(\.markdown).joined(separator: "\n").singleSpaced
        self.figures = figures == .none ? [] : sections.flatMap(\.figures)
    }

    private static func sections(_ context: ReportContext) -> [any ReportSection] {
        [
            VerdictSection(context: context), FindingSection(context: context), RunSection(context: context),
            predictions(context), StandingSection(context: context), MachineSection(context: context),
            TheorySection(context: context), BandwidthSection(context: context), LatencySection(context: context),
            ComputeSection(context: context), SMTSection(context: context), ParallelSection(context: context),
            InferenceSection(context: context), EngineSection(context: context), StorageSection(context: context),
        ]
            + otherProbes(context).map { GenericSection(name: $0, context: context) }
            + [CaveatSection(context: context), MethodSection(context: context), ReproductionSection(context: context)]
    }

    /// What an engine will do; by the simple model where the rates for that were not measured.
    private static func predictions(_ context: ReportContext) -> any ReportSection {
        if let engine = context.engine { return FittedSection(context, engine) }
        return PredictionSection(context: context)
    }

    /// The lines the report begins with, for a terminal.
    package var verdict: [String] { VerdictSection(context: context).lines.map { $0.filter { $0 != "*" } } }

    private static let probesWithSections = [
        "topology", "bandwidth", "latency", "flops", "smt", "scaling", "inference", "storage", "engine",
    ]

    /// Probes that have no section of their own.
    private static func otherProbes(_ context: ReportContext) -> [String] {
        context.result.runs.map(\.name).filter { !probesWithSections.contains($0) }
    }
}

/// A part of the report with a heading of its own.
protocol ReportSection {
    /// Markdown that ends with a line break; empty where there is nothing to say.
    var markdown: String { get }
    /// The figures that the Markdown shows.
    var figures: [Figure] { get }
}

extension ReportSection {
    var figures: [Figure] { [] }
}

/// Whether the Markdown shows figures.
package enum FigureLinks: Sendable {
    /// As files in the report's own folder.
    case besideReport
    /// It does not: it goes where files cannot follow.
    case none
}
