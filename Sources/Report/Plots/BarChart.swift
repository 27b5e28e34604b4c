import Quantities

/// Shares of a bound as bars from 0, such as measured of theoretical bandwidth.
package struct BarChart: Hashable, Sendable {
    /// The file's name without `.svg`.
    package var name: String
    package var title: String
    /// What a reader must know to trust the picture.
    package var subtitle: String
    /// What the bars are parts of: "share of theory".
    package var axis: String
    package var rows: [Row]

    package init(name: String, title: String, subtitle: String = "", axis: String, rows: [Row]) {
        self.name = name
        self.title = title
        self.subtitle = subtitle
        self.axis = axis
        self.rows = rows
    }

    /// A bar.
    package struct Row: Hashable, Sendable {
        package var name: String
        /// 1 is all of the bound.
        package var share: Double
        /// The ends of its interval; nil where there is none.
        package var low: Double?
        package var high: Double?
        /// The figures behind it: "57.6 of 76.8 GB/s".
        package var figures: String

        package init(_ name: String, share: Double, low: Double? = nil, high: Double? = nil, figures: String) {
            self.name = name
            self.share = share
            self.low = low
            self.high = high
            self.figures = figures
        }
    }
}

extension BarChart {
    /// The chart in words: every bar.
    var altText: String {
        let bars = drawable.prefix(24).map { "\($0.name): \($0.percent), \($0.figures)." }
        let more = drawable.count > 24 ? [" \(drawable.count - 24) more."] : []
        return (["\(title), \(axis)."] + bars + more).joined(separator: " ")
    }

    /// Rows with a share that can be drawn.
    var drawable: [Row] { rows.filter { $0.share.isFinite && $0.share >= 0 && $0.share < 1000 } }
}

extension BarChart.Row {
    /// "75 %".
    var percent: String { "\((share * 100).fixed(0))\u{A0}%" }
}
