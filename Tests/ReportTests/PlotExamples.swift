import Report
import Statistics

/// Figures made by hand. They are examples of shape, never measurements.
enum PlotExamples {
    static let bandwidth = LinePlot(
        name: "line-plot", title: "Bandwidth against working set", subtitle: "Example; median and 95 % interval",
        x: .init("Working set", .log2, labels: .byteCounts), y: .init("Bandwidth", unit: "GB/s", .log10),
        series: [
            falling("read, all cores", from: 400), falling("triad, all cores", from: 320),
            falling("read, one core", from: 110), falling("triad, one core", from: 88),
        ],
        references: [.init(0xC000, "L1 48 KiB (told)"), .init(0x1p20, "L2 1 MiB (told)")])

    static let scaling = LinePlot(
        name: "scaling", title: "Read bandwidth by threads", x: .init("Threads", .log2),
        y: .init("Bandwidth", unit: "GB/s", .linear),
        series: [
            .init("read", zip([1, 2, 4, 8, 16, 32, 64], [14, 28, 55, 104, 171, 190, 186]).map { .init($0, $1) })
        ],
        marks: [.init(16, 171, "knee: 16 threads")])

    static let loadedLatency = LinePlot(
        name: "loaded", title: "Loaded latency", x: .init("Bandwidth", unit: "GB/s", .linear),
        y: .init("Latency", unit: "ns", .linear),
        series: [
            .init("reads", (0..<17).map { .init(Double($0) * 10, 90 + 3000 / (185 - Double($0) * 10)) })
        ],
        marks: [.init(150, 90 + 3000 / 35, "knee")])

    static let matrix = heatMap(rows: 4, columns: 3) { row, column in
        row == 3 || (row, column) == (2, 1) ? nil : row == column ? 190 : 60 + Double(row * 13 + column * 7)
    }

    static func heatMap(rows: Int, columns: Int, _ value: (Int, Int) -> Double?) -> HeatMap {
        HeatMap(
            name: "heat-map", title: "Read bandwidth by node", subtitle: "Example",
            rows: (0..<rows).map(String.init), rowTitle: "threads on node",
            columns: (0..<columns).map(String.init), columnTitle: "memory on node",
            values: (0..<rows).map { row in (0..<columns).map { value(row, $0) } }, quantity: "bandwidth",
            unit: "GB/s", better: .largest)
    }

    static func plot(
        _ scale: LinePlot.Scale, _ points: [LinePlot.Point], labels: LinePlot.Labels = .numbers
    ) -> LinePlot {
        LinePlot(
            name: "plot", title: "Hostile", x: .init("x", scale, labels: labels), y: .init("y", unit: "GB/s", scale),
            series: [.init("values", points), .init("none", [])],
            references: points.map { .init($0.x, "reference") },
            marks: points.prefix(3).map { .init($0.x, $0.y, "mark") })
    }

    /// From 8 KiB to 256 MiB in doublings, with steps at two caches.
    private static func falling(_ name: String, from peak: Double) -> LinePlot.Series {
        let points = (13...28).map { exponent in
            let rate = peak * (exponent < 16 ? 1 : exponent < 20 ? 0.55 : exponent < 24 ? 0.3 : 0.2)
            return LinePlot.Point(Double(1 << exponent), rate, low: rate * 0.95, high: rate * 1.08)
        }
        return LinePlot.Series(name, points)
    }
}

extension PlotExamples {
    /// Names that are long, that would act, or that XML forbids.
    static let evil =
        "<script>alert('\"&1')</script>]]>\u{1B}[2J\u{202E}\u{0}\n\u{FFFE}" + String(repeating: "W", count: 400)

    static let hostileWords: [Figure] = {
        var plot = bandwidth
        (plot.title, plot.subtitle) = (evil, evil)
        (plot.x.title, plot.y.unit) = (evil, evil)
        plot.series = plot.series.map { .init(evil, $0.points) }
        plot.references = plot.references.map { .init($0.x, evil) }
        plot.marks = [.init(0x1p20, 100, evil)]
        var map = matrix
        (map.title, map.subtitle, map.quantity, map.unit) = (evil, evil, evil, evil)
        (map.rowTitle, map.columnTitle) = (evil, evil)
        (map.rows, map.columns) = (map.rows.map { _ in evil }, map.columns.map { _ in evil })
        return [plot.figure, map.figure]
    }()

    /// Numbers of which an axis shows none, one, or a range that is too small or too large to divide.
    static let hostileValues: [[Double]] = [
        [], [0], [5], [5, 5, 5], [.nan], [.infinity, -.infinity, 3], [-1, -2], [-5, 0, 5], [1e-308, 1e308],
        [.leastNonzeroMagnitude], [1e300, 1e300], [-1.7e308, 1.7e308], [1, 1 + 1e-15], [1e289, 1e-289],
        [0.1, 0.2, 0.3],
        [123_456_789, 123_456_790], [1e-200, 2e-200], [3, .nan, 4, .infinity, 5], [0x1p61, 0x1p64], [1.1, 1.9],
    ]

    static let hostileFigures: [Figure] = hostileValues.flatMap { values in
        let points = values.map { LinePlot.Point($0, $0, low: -$0, high: $0 * 2) }
        let plots = [LinePlot.Scale.linear, .log2, .log10].flatMap {
            [plot($0, points).figure, plot($0, points, labels: .byteCounts).figure]
        }
        let map = heatMap(rows: 2, columns: values.count) { row, column in row == 0 ? values[column] : nil }
        return plots + [map.figure]
    }

    /// Marks and references so close together that words must give way.
    static let crowded: [Figure] = {
        var dense = scaling
        let noise = (1...600).map { LinePlot.Point(Double($0), Double($0 * 7919 % 601), low: 0, high: 600) }
        dense.series = [.init("noise", noise)]
        dense.marks = (1..<6).map { .init(Double($0 * 100), 300, "mark \($0)") }
        dense.references = (0..<9).map { .init(Double(520 + $0 * 10), "reference number \($0)") }
        var many = bandwidth
        many.series = (1..<24).map { .init("series \($0)", [.init(0x1p20, Double($0))]) }
        many.references = (14..<26).map { exponent in
            .init(Double(1 << exponent), "a cache of 2^\(exponent) bytes (told)")
        }
        return [dense.figure, many.figure]
    }()

    static let wellMade: [Figure] =
        [bandwidth.figure, scaling.figure, loadedLatency.figure, matrix.figure]
        + [(0, 0), (1, 1), (2, 2), (1, 40), (40, 1), (24, 24), (64, 64), (200, 200)].map { rows, columns in
            heatMap(rows: rows, columns: columns) { $0 == $1 ? nil : Double($0 * 31 % 17 + $1) }.figure
        }

    static let all =
        wellMade + crowded + hostileFigures + hostileWords + FigureExamples.reports + FigureExamples.bars
        + FigureExamples.topologies
}
