import Tables

/// Names of the upright lines, in rows above the plot, so that no name covers another or the line of another.
struct ReferenceLabels {
    /// A name with its line.
    struct Flag {
        var text: String
        /// The pixel of the line.
        var place: Double
        /// Where the text begins.
        var start: Double
        /// Counted from the plot upwards.
        var row = 0

        var end: Double { start + TextStyle.small.width(of: text) }
    }

    private(set) var flags: [Flag] = []

    init(_ references: [LinePlot.Reference], _ scale: PlotScale) {
        let placed = references.compactMap { reference in scale.place(reference.x).map { ($0, reference.label) } }
            .sorted { $0 < $1 }
        // Lines on one pixel share a flag.
        let merged = placed.reduce(into: [(place: Double, text: String)]()) { merged, next in
            if let last = merged.last, next.0 - last.place < 1 {
                merged[merged.count - 1].text += ", " + next.1
            } else {
                merged.append((next.0, next.1))
            }
        }
        var right: [Flag] = []
        var left: [Flag] = []
        for (place, text) in merged.reversed() {
            let flag = Self.flag(text, place, room: Figure.width - 4 - Self.gap - place, side: .right)
            // A line under a name that hangs to the left can only have its own name on that side too.
            let covered = left.contains { $0.start - Self.gap <= place }
            let chosen = covered ? Self.leftFlag(text, place) : flag ?? Self.leftFlag(text, place)
            if chosen.start > place { right.append(chosen) } else { left.append(chosen) }
        }
        // A name is above those whose lines it covers: to the left of its line, or to the right of it.
        for flag in left.reversed() + right { flags.append(raised(flag)) }
    }

    /// The flag in the lowest row where it is above all that it would touch.
    private func raised(_ flag: Flag) -> Flag {
        var flag = flag
        let touched = flags.filter {
            min($0.start, $0.place) < max(flag.end, flag.place) + Self.gap
                && min(flag.start, flag.place) < max($0.end, $0.place) + Self.gap
        }
        flag.row = touched.map { $0.row + 1 }.max() ?? 0
        return flag
    }

    /// How many rows the names need.
    var rows: Int { flags.map { $0.row + 1 }.max() ?? 0 }

    /// The lines down to `bottom`, and the names from `top` on upwards.
    func elements(top: Double, bottom: Double) -> [String] {
        let lines = flags.map { flag in
            SVG.line(
                Position(x: flag.place, y: top - Double(flag.row) * Self.rowHeight - 13),
                Position(x: flag.place, y: bottom), stroke: "#767676", dash: "2 2")
        }
        // On white: of very many references some lines have to pass below a name.
        let names = flags.flatMap { flag in
            let place = Position(x: flag.start, y: top - Double(flag.row) * Self.rowHeight - 4)
            return [SVG.rectangle(Box(text: flag.text, at: place), fill: "#ffffff"), SVG.text(flag.text, at: place)]
        }
        return lines + names
    }

    static let rowHeight = 17.0
    private static let gap = 4.0

    private enum Side {
        case left, right
    }

    /// The flag of a line on one side of it; nil where the room there is too small.
    private static func flag(_ text: String, _ place: Double, room: Double, side: Side) -> Flag? {
        let width = TextStyle.small.width(of: text.printable)
        guard width <= room else { return nil }
        return Flag(text: text.printable, place: place, start: side == .left ? place - gap - width : place + gap)
    }

    /// The flag to the left of a line; where neither side has room, shortened on the wider one.
    private static func leftFlag(_ text: String, _ place: Double) -> Flag {
        let room = place - 2 * gap
        let right = Figure.width - 4 - gap - place
        if let flag = flag(text, place, room: room, side: .left) { return flag }
        let text = TextStyle.small.fitted(text, to: max(room, right))
        return flag(text, place, room: room, side: .left)
            ?? Flag(text: text, place: place, start: place + gap)
    }
}
