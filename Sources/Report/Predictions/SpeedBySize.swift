import Catalog
import Quantities
import Records
import TokenModel

/// Predicted generation by the model's file, what is fast enough to read along with, and what fits.
struct SpeedBySize {
    private let context: ReportContext
    /// Models that fit.
    private let models: [PlacedModel]
    private let subtitle: String

    /// - Parameter subtitle: which model predicts, and what its intervals are.
    init?(_ context: ReportContext, _ models: [PlacedModel], subtitle: String) {
        self.models = models.filter { $0.generation != nil }
        guard !self.models.isEmpty else { return nil }
        self.context = context
        self.subtitle = subtitle
    }

    /// Below it, an answer comes slower than one would wait for (`UseCase`).
    private static let interactive = 10.0

    var figure: Figure { plot.figure }

    private var plot: LinePlot {
        let span = span
        let line = LinePlot.Series(
            "10 tokens/s", [span.lowerBound, span.upperBound].map { .init($0, Self.interactive) }, look: .bound)
        return LinePlot(
            name: "speed-by-size", title: "Predicted generation by model size", subtitle: subtitle,
            x: .init("Model file", unit: "GB", .log10), y: .init("Generation", unit: "tokens/s", .log10),
            series: series + [line],
            references: memory.map { [.init($0, "memory \($0.significant(3)) GB")] } ?? [],
            marks: [.init(span.lowerBound, Self.interactive, "10 tokens/s: interactive", look: .name)] + names,
            words: words)
    }

    private var memory: Double? { context.modelMemory.map(\.gigabytes) }

    private var span: ClosedRange<Double> {
        let sizes = models.map(\.fileSize.gigabytes) + [memory].compactMap(\.self)
        return (sizes.min() ?? 1)...(sizes.max() ?? 1)
    }

    private var formats: [String] {
        models.reduce(into: []) { formats, model in
            if !formats.contains(model.demand.format) { formats.append(model.demand.format) }
        }
    }

    private var series: [LinePlot.Series] {
        formats.map { format in
            let points = models.filter { $0.demand.format == format }.compactMap { model in
                model.generation.map { rate in
                    LinePlot.Point(
                        model.fileSize.gigabytes, rate.median.value, low: rate.low.value, high: rate.high.value,
                        name: model.name)
                }
            }
            return LinePlot.Series(format, points, look: .points)
        }
    }

    /// A model's name beside its first format, the smallest; the largest models first, whose neighbours are nearest.
    private var names: [LinePlot.Mark] {
        var named: Set<String> = []
        let first = models.filter { named.insert($0.demand.model.name).inserted }
        return first.reversed().compactMap { model in
            model.generation.map {
                .init(model.fileSize.gigabytes, $0.median.value, model.demand.model.name, look: .nameWherePossible)
            }
        }
    }

    private var words: String {
        let sentences = formats.compactMap { format -> String? in
            let own = models.filter { $0.demand.format == format }
            let ends = [own.first, own.last].compactMap(\.self).map { model in
                "\(model.demand.model.name) of \(model.fileSize.gigabytes.significant(2)) GB "
                    + "\(model.generation?.median.value.significant(2) ?? "–")"
            }
            let fast = own.filter { ($0.generation?.median.value ?? 0) > Self.interactive }
            let largest = fast.max { $0.fileSize < $1.fileSize }.map {
                "the largest above 10 is \($0.demand.model.name)"
            }
            return "\(format): \(Set(ends).count == 1 ? ends[0] : ends.joined(separator: ", ")) tokens/s, "
                + "\(largest ?? "none is above 10")."
        }
        let fits = memory.map { " Memory is \($0.significant(3)) GB." } ?? ""
        return "Predicted generation in tokens a second against the size of the model's file, from the smallest to "
            + "the largest that fits. \(sentences.joined(separator: " "))\(fits)"
    }
}
