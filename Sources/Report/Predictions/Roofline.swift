import Catalog
import Quantities
import Records
import Statistics
import TokenModel

/// What memory and cores allow by operations for each byte, and where models are below it.
struct Roofline {
    private let context: ReportContext
    private let read: ReadRate
    /// Models that fit.
    private let models: [PlacedModel]
    /// By number type, narrow ones last.
    private let peaks: [(name: String, gigaPerSecond: Double)]

    /// Nil without a model that fits.
    init?(_ context: ReportContext, _ models: [PlacedModel]) {
        guard let read = context.readBandwidth, read.median > 0 else { return nil }
        self.models = models.filter { $0.generation != nil }
        guard !self.models.isEmpty else { return nil }
        self.context = context
        self.read = read
        // A type that was measured on fewer cores is no bound of the machine.
        let cores = context.peaks.measuredPeaks.map(\.cores).max()
        peaks = ["fp32", "bf16", "int8"].compactMap { type in
            guard let cell = context.peaks.fastest(type), cell.cores == cores, let rate = cell.summary?.median, rate > 0
            else { return nil }
            return (cell.typeName, rate)
        }
    }

    var figure: Figure { plot.figure }

    private var plot: LinePlot {
        LinePlot(
            name: "roofline", title: "Roofline: what memory and cores allow, and where models are",
            subtitle: "lines: measured bounds\(theory == nil ? "" : " (dashed: theory)"); points: predicted speeds of "
                + "models, with their intervals",
            x: .init("Operations for each byte of weights", .log10),
            y: .init("Speed", unit: "10⁹ operations/s", .log10), series: points + bounds.map(\.series),
            marks: bounds.map(\.mark) + groups, words: words)
    }

    // MARK: Models

    /// Small formats first, as they came.
    private var formats: [String] {
        models.reduce(into: []) { formats, model in
            if !formats.contains(model.demand.format) { formats.append(model.demand.format) }
        }
    }

    private var points: [LinePlot.Series] {
        formats.map { format in
            let own = models.filter { $0.demand.format == format }
            let points = own.flatMap { model in
                [
                    model.generationPlace.map { ($0, "generation") },
                    model.promptPlace.map { ($0, "prompt of \(model.promptTokens) tokens") },
                ].compactMap(\.self).map { place, what in
                    LinePlot.Point(
                        place.intensity, place.speed.median, low: place.speed.low, high: place.speed.high,
                        name: "\(model.name), \(what)")
                }
            }
            return LinePlot.Series(format, points, look: .points)
        }
    }

    /// A word for all generation and one for all prompts: formats are told by markers.
    private var groups: [LinePlot.Mark] {
        let tokens = models.first?.promptTokens ?? 0
        return [
            (models.compactMap(\.generationPlace), "generation, token by token"),
            (models.compactMap(\.promptPlace), "prompts of \(tokens) tokens"),
        ].compactMap { places, word in
            guard let least = places.map(\.intensity).min(), let most = places.map(\.intensity).max(),
                let bottom = places.map(\.speed.low).min()
            else { return nil }
            return .init((least * most).squareRoot(), bottom, word, look: .name)
        } + mixtures
    }

    /// Prompts of mixtures of experts stand apart: they touch more experts than they multiply by.
    private var mixtures: [LinePlot.Mark] {
        var named: Set<String> = []
        return models.filter {
            $0.demand.model.isMixtureOfExperts && named.insert($0.demand.model.name).inserted
        }.compactMap { model in
            model.promptPlace.map {
                .init($0.intensity, $0.speed.median, model.demand.model.name, look: .nameWherePossible)
            }
        }
    }

    // MARK: Bounds

    private var theory: Double? { context.machineTheory.facts.theoreticalBandwidth?.gigabytesPerSecond }

    private var places: [PlacedModel.Place] {
        models.flatMap { [$0.generationPlace, $0.promptPlace].compactMap(\.self) }
    }

    /// From left of all that is shown to right of it.
    private var span: ClosedRange<Double> {
        let ridges = peaks.map { $0.gigaPerSecond / read.median }
        let all = places.map(\.intensity) + ridges
        return (all.min() ?? 1) / 1.6...(all.max() ?? 1) * 8
    }

    private var bounds: [(series: LinePlot.Series, mark: LinePlot.Mark)] {
        let top = peaks.map(\.gigaPerSecond).max()
        let span = span
        let slope = { (rate: Double, name: String, partner: Int?) in
            // Up to the highest ceiling; without any to the end.
            let end = top.map { $0 / rate } ?? span.upperBound
            let middle = (span.lowerBound * end).squareRoot()
            return (
                series: LinePlot.Series(
                    name, [.init(span.lowerBound, rate * span.lowerBound), .init(end, rate * end)], partner: partner,
                    look: .bound),
                mark: LinePlot.Mark(middle, rate * middle, name, look: .name)
            )
        }
        let measured = slope(read.median, "memory reads \(read.median.significant(3)) GB/s", nil)
        let told = theory.map { slope($0, "theory: \($0.significant(3)) GB/s", 0) }
        let ceilings = peaks.map { peak in
            let name = "\(peak.name) \(Self.text(peak.gigaPerSecond))"
            let start = peak.gigaPerSecond / read.median
            let points = [start, span.upperBound].map { LinePlot.Point($0, peak.gigaPerSecond) }
            return (
                series: LinePlot.Series(name, points, look: .bound),
                mark: LinePlot.Mark(span.upperBound / 1.2, peak.gigaPerSecond, name, look: .name)
            )
        }
        return [measured] + [told].compactMap(\.self) + ceilings
    }

    /// Of 10⁹ operations a second: "493 GOP/s", "5.93 TOP/s".
    private static func text(_ rate: Double) -> String {
        rate >= 1000 ? "\((rate / 1000).significant(3)) TOP/s" : "\(rate.significant(3)) GOP/s"
    }

    // MARK: Words

    private var words: String {
        let ceilings = peaks.map { "\($0.name) \(Self.text($0.gigaPerSecond))" }
        let told = theory.map { " of \($0.significant(3)) GB/s in theory" } ?? ""
        let roofs = ceilings.isEmpty ? "no peak was measured" : "all cores reach \(ceilings.listed)"
        let generation = formats.compactMap { format -> String? in
            Self.sentence(models.filter { $0.demand.format == format }.compactMap(\.generationPlace), format)
        }
        let prompts = formats.compactMap { format -> String? in
            Self.sentence(models.filter { $0.demand.format == format }.compactMap(\.promptPlace), format)
        }
        return "Speed in 10⁹ operations a second against operations for each byte of weights. Memory reads "
            + "\(read.median.significant(3)) GB/s\(told); \(roofs). Generation: \(generation.joined(separator: "; "))."
            + (prompts.isEmpty ? "" : " Prompts: \(prompts.joined(separator: "; ")).")
    }

    /// "Q4_K_M at 3.5 operations a byte, 120 to 160 GOP/s".
    private static func sentence(_ places: [PlacedModel.Place], _ format: String) -> String? {
        let speeds = places.map(\.speed.median)
        guard let low = speeds.min(), let high = speeds.max(), let least = places.map(\.intensity).min(),
            let most = places.map(\.intensity).max()
        else { return nil }
        return "\(format) at \(range(least, most)) operations a byte, \(range(low, high)) × 10⁹ operations/s"
    }

    private static func range(_ low: Double, _ high: Double) -> String {
        let ends = [low, high].map { $0.fixed($0 < 10 ? 1 : 0) }
        return ends[0] == ends[1] ? ends[0] : ends.joined(separator: " to ")
    }
}
