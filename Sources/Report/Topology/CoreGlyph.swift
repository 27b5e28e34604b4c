import Records

/// How a core is drawn: its number where there is room, and a mark for each thread.
enum CoreGlyph {
    /// "core 0".
    case named
    /// "0".
    case numbered
    case bare

    /// For so many cores in the picture.
    /// - Parameter alike: parts that one of them stands for; whose numbers would be those of one only.
    init(cores: Int, alike: Int) {
        self = alike > 0 || cores > 72 ? .bare : cores <= 12 ? .named : .numbered
    }

    var width: Double {
        switch self {
        case .named: 62
        case .numbered: 28
        case .bare: 13
        }
    }

    var height: Double {
        switch self {
        case .named, .numbered: 30
        case .bare: 13
        }
    }

    static let gap = 4.0
    /// More cores than that are told by their number.
    static let most = 768

    /// The fewest for as few rows as there can be.
    private func columns(of cores: Int, in width: Double) -> Int {
        let most = max(1, Int((width + Self.gap + 1e-6) / (self.width + Self.gap)))
        let rows = max(1, (cores + most - 1) / most)
        return max(1, (cores + rows - 1) / rows)
    }

    /// Of so many cores in rows.
    func height(of cores: Int, in width: Double) -> Double {
        let columns = columns(of: cores, in: width)
        let rows = (cores + columns - 1) / columns
        return Double(rows) * (height + Self.gap) - (rows > 0 ? Self.gap : 0)
    }

    func elements(_ cores: [TopologyTree.Core], at place: Position, width: Double) -> [String] {
        let columns = columns(of: cores.count, in: width)
        return cores.enumerated().flatMap { index, core in
            let x = place.x + Double(index % columns) * (self.width + Self.gap)
            let y = place.y + Double(index / columns) * (height + Self.gap)
            let words = "core \(core.id): CPU\(core.pus.count == 1 ? "" : "s") \(core.pus)"
            return element(
                core, in: Box(x: x, y: y, width: self.width, height: height),
                hint: words + (core.isUsable ? "" : ", not for this process"))
        }
    }

    /// Fill, edge and roundness by kind: the fastest cores are blue and square, others rounder.
    private static let kinds: [(fill: String, edge: String, radius: Double)] = [
        ("#c6dff0", "#0072b2", 0), ("#fbdcc4", "#b04d00", 6), ("#c9ebdf", "#00694d", 3),
    ]

    /// - Parameter hint: what pointing at it tells; nil for nothing.
    func element(_ core: TopologyTree.Core, in box: Box, hint: String? = nil) -> [String] {
        let look = Self.kinds[min(core.kind, Self.kinds.count - 1)]
        let hint = hint.map { SVG.element("title", [:], $0.escapedForXML) }
        let ground = SVG.element(
            "rect",
            [
                "x": box.x.svg, "y": box.y.svg, "width": box.width.svg, "height": box.height.svg,
                "rx": look.radius.svg, "fill": core.isUsable ? look.fill : "#eeeeee",
                "stroke": core.isUsable ? look.edge : "#888888",
                "stroke-dasharray": core.isUsable ? "none" : "2 2",
            ], hint)
        return [ground] + name(core, in: box) + threads(core, in: box, core.isUsable ? look.edge : "#888888")
    }

    private func name(_ core: TopologyTree.Core, in box: Box) -> [String] {
        let style = TextStyle(size: 12, weight: .normal, colour: core.isUsable ? "#222222" : "#555555")
        let place = Position(x: box.x + box.width / 2, y: box.y + (core.pus.count > 1 ? 16 : 19))
        switch self {
        case .named: return [SVG.text(style.fitted("core \(core.id)", to: box.width - 4), at: place, style, .middle)]
        case .numbered: return [SVG.text(style.fitted("\(core.id)", to: box.width - 2), at: place, style, .middle)]
        case .bare: return []
        }
    }

    /// A square for each thread, as many as there is room for.
    private func threads(_ core: TopologyTree.Core, in box: Box, _ colour: String) -> [String] {
        let count = core.pus.count
        guard count > 1 else { return [] }
        let size = self == .bare ? (count > 4 ? 2.0 : 3) : count > 4 ? 2 : 4
        let step = size + (self == .bare && count > 4 ? 1 : 2)
        let perRow = min(count, Int((box.width - 2) / step))
        let rows = self == .bare ? min((count + perRow - 1) / perRow, perRow) : 1
        let across = Double(perRow) * step - (step - size), down = Double(rows) * step - (step - size)
        let top = self == .bare ? box.y + (box.height - down) / 2 : box.bottom - size - 4
        let left = box.x + (box.width - across) / 2
        return (0..<min(count, perRow * rows)).map { index in
            let place = Box(
                x: left + Double(index % perRow) * step, y: top + Double(index / perRow) * step, width: size,
                height: size)
            return SVG.rectangle(place, fill: colour)
        }
    }
}
