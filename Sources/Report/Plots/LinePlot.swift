/// One or more series of points over a common axis, such as bandwidth against working set.
package struct LinePlot: Hashable, Sendable {
    /// The file's name without `.svg`.
    package var name: String
    package var title: String
    /// What a reader must know to trust the picture: "median and 95 % interval, one thread per core".
    package var subtitle: String
    package var x: Axis
    package var y: Axis
    package var series: [Series]
    /// Upright lines at places on the x axis.
    package var references: [Reference]
    /// Points with a word, such as the knee of a curve.
    package var marks: [Mark]
    /// The picture in words; nil for a summary of its series.
    package var words: String?

    package init(
        name: String, title: String, subtitle: String = "", x: Axis, y: Axis, series: [Series],
        references: [Reference] = [], marks: [Mark] = [], words: String? = nil
    ) {
        self.name = name
        self.title = title
        self.subtitle = subtitle
        self.x = x
        self.y = y
        self.series = series
        self.references = references
        self.marks = marks
        self.words = words
    }
}

extension LinePlot {
    /// What an axis shows, and how its values are spread.
    package struct Axis: Hashable, Sendable {
        package var title: String
        /// "GB/s"; empty where the title says it all or the values are byte counts.
        package var unit: String
        package var scale: Scale
        package var labels: Labels

        package init(_ title: String, unit: String = "", _ scale: Scale, labels: Labels = .numbers) {
            self.title = title
            self.unit = unit
            self.scale = scale
            self.labels = labels
        }

        /// "Bandwidth (GB/s)".
        var heading: String { unit.isEmpty ? title : "\(title) (\(unit))" }
    }

    /// How values are spread over an axis. What a logarithmic axis cannot show is left out.
    package enum Scale: Hashable, Sendable {
        /// Begins at zero, or at the least value below it.
        case linear
        /// Ticks are powers of two.
        case log2
        /// Ticks are 1, 2 and 5 times powers of ten.
        case log10
    }

    /// How the values beside the ticks are written.
    package enum Labels: Hashable, Sendable {
        case numbers
        /// "32 KiB".
        case byteCounts
    }

    /// Points joined by a line in the order given.
    package struct Series: Hashable, Sendable {
        /// For the legend; a series without a name is not in it.
        package var name: String
        package var points: [Point]
        /// The index of the series that it is a variant of, whose colour and marker it takes, dashed; where any series
        /// is one, all others are solid. Nil of a series with a look of its own.
        package var partner: Int?
        package var look: Look

        package init(_ name: String, _ points: [Point], partner: Int? = nil, look: Look = .markedLine) {
            self.name = name
            self.points = points
            self.partner = partner
            self.look = look
        }

        /// How a series is drawn.
        package enum Look: Hashable, Sendable {
            case markedLine
            /// Points that nothing joins.
            case points
            /// A bound: a dark line without markers, dashed where it has a partner. It is not in the legend: a mark
            /// names it.
            case bound
        }
    }

    /// A measured value, with its interval where there is one. A value that is not finite makes a gap in the line.
    package struct Point: Hashable, Sendable {
        package var x: Double
        package var y: Double
        package var low: Double?
        package var high: Double?
        /// What it is of, for whoever points at it; empty where the series tells.
        package var name: String

        package init(
            _ x: Double, _ y: Double, low: Double? = nil, high: Double? = nil, name: String = ""
        ) {
            self.x = x
            self.y = y
            self.low = low
            self.high = high
            self.name = name
        }
    }

    /// A place on the x axis that is known otherwise: "L2 1 MiB (told)".
    package struct Reference: Hashable, Sendable {
        package var x: Double
        package var label: String

        package init(_ x: Double, _ label: String) {
            self.x = x
            self.label = label
        }
    }

    /// A place to be found at a glance: "knee: 16 threads".
    package struct Mark: Hashable, Sendable {
        package var x: Double
        package var y: Double
        package var label: String
        package var look: Look

        package init(_ x: Double, _ y: Double, _ label: String, look: Look = .ring) {
            self.x = x
            self.y = y
            self.label = label
            self.look = look
        }

        /// How a mark is drawn.
        package enum Look: Hashable, Sendable {
            case ring
            /// The word alone. Where it finds no place it is told above the plot.
            case name
            /// The same, but left out where it finds no place: pointing at the point tells it.
            case nameWherePossible
        }
    }
}
