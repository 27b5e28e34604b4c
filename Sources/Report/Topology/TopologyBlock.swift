/// A titled box of the topology's picture, with boxes or cores in it.
struct TopologyBlock {
    var title: String
    var look: Look
    var content: Content

    enum Content {
        case blocks([TopologyBlock])
        case cores([TopologyTree.Core])
        /// Where there are too many cores to draw.
        case words(String)
    }

    enum Look {
        case package, node, cache, memory

        var fill: String {
            switch self {
            case .package: "#f2f2f2"
            case .node: "#ffffff"
            case .cache: "#eef3f8"
            case .memory: "#e9f5ee"
            }
        }

        var stroke: String {
            switch self {
            case .package: "#555555"
            case .node: "#0072b2"
            case .cache: "#9db4c6"
            case .memory: "#00694d"
            }
        }

        var title: TextStyle {
            switch self {
            case .package: TextStyle(size: 13, weight: .bold, colour: "#111111")
            case .node, .memory: TextStyle(size: 12, weight: .bold, colour: "#222222")
            case .cache: .small
            }
        }
    }

    private static let edge = 7.0
    private static let gap = 6.0
    private static let titleHeight = 20.0
}

extension TopologyBlock {
    /// Too narrow for the title or one part it would be cut.
    func minimumWidth(_ glyph: CoreGlyph) -> Double {
        let words = look.title.width(of: title)
        let inner =
            switch content {
            case .blocks(let blocks): blocks.map { $0.minimumWidth(glyph) }.max() ?? 0
            case .cores: glyph.width
            case .words(let words): TextStyle.small.width(of: words)
            }
        return min(max(words, inner) + 2 * Self.edge, Figure.width / 2)
    }

    /// With all parts in a row.
    func naturalWidth(_ glyph: CoreGlyph) -> Double {
        let inner =
            switch content {
            case .blocks(let blocks):
                Double(blocks.count) * ((blocks.map { $0.naturalWidth(glyph) }.max() ?? 0) + Self.gap) - Self.gap
            case .cores(let cores): Double(cores.count) * (glyph.width + CoreGlyph.gap) - CoreGlyph.gap
            case .words: 0.0
            }
        return max(minimumWidth(glyph), inner + 2 * Self.edge)
    }

    private func inner(_ width: Double) -> Double { width - 2 * Self.edge }

    private var top: Double { title.isEmpty ? Self.edge : Self.titleHeight + 4 }

    func height(_ width: Double, _ glyph: CoreGlyph) -> Double {
        let inner = inner(width)
        let content =
            switch content {
            case .blocks(let blocks):
                Self.gridHeight(blocks, inner, columns: Self.columns(blocks, inner, glyph), glyph)
            case .cores(let cores): glyph.height(of: cores.count, in: inner)
            case .words: 16.0
            }
        // Of an empty box the title alone.
        return content > 0 ? top + content + Self.edge : Self.titleHeight + Self.edge
    }

    /// The number of columns in which boxes of equal width are lowest; of several the least.
    static func columns(_ blocks: [TopologyBlock], _ width: Double, _ glyph: CoreGlyph) -> Int {
        let widest = blocks.map { $0.minimumWidth(glyph) }.max() ?? width
        let most = max(1, min(blocks.count, Int((width + gap) / (widest + gap))))
        let heights = (1...most).map { ($0, gridHeight(blocks, width, columns: $0, glyph)) }
        return heights.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0 ?? 1
    }

    private static func columnWidth(_ width: Double, _ columns: Int) -> Double {
        (width + gap) / Double(columns) - gap
    }

    private static func rows(_ blocks: [TopologyBlock], _ columns: Int) -> [ArraySlice<TopologyBlock>] {
        stride(from: 0, to: blocks.count, by: columns).map { blocks[$0..<min($0 + columns, blocks.count)] }
    }

    static func gridHeight(
        _ blocks: [TopologyBlock], _ width: Double, columns: Int, _ glyph: CoreGlyph
    ) -> Double {
        let column = columnWidth(width, columns)
        let heights = rows(blocks, columns).map { row in row.map { $0.height(column, glyph) }.max() ?? 0 }
        return heights.reduce(0) { $0 + $1 + gap } - (heights.isEmpty ? 0 : gap)
    }
}

extension TopologyBlock {
    /// The boxes in rows, from a place on.
    static func elements(_ blocks: [TopologyBlock], at place: Position, width: Double, _ glyph: CoreGlyph) -> [String] {
        let columns = columns(blocks, width, glyph)
        let column = columnWidth(width, columns)
        var y = place.y
        return rows(blocks, columns).flatMap { row -> [String] in
            let height = row.map { $0.height(column, glyph) }.max() ?? 0
            let elements = row.enumerated().flatMap { index, block in
                let x = place.x + Double(index) * (column + gap)
                return block.elements(Box(x: x, y: y, width: column, height: height), glyph)
            }
            y += height + gap
            return elements
        }
    }

    private func elements(_ box: Box, _ glyph: CoreGlyph) -> [String] {
        let ground = SVG.element(
            "rect",
            [
                "x": box.x.svg, "y": box.y.svg, "width": box.width.svg, "height": box.height.svg, "rx": "4",
                "fill": look.fill, "stroke": look.stroke,
            ])
        let inner = Position(x: box.x + Self.edge, y: box.y + top)
        let words = look.title.fitted(title, to: self.inner(box.width))
        let name =
            title.isEmpty
            ? [] : [SVG.text(words, at: Position(x: inner.x, y: box.y + Self.titleHeight - 4), look.title)]
        let content =
            switch content {
            case .blocks(let blocks):
                Self.elements(blocks, at: inner, width: self.inner(box.width), glyph)
            case .cores(let cores): glyph.elements(cores, at: inner, width: self.inner(box.width))
            case .words(let words):
                [
                    SVG.text(
                        TextStyle.small.fitted(words, to: self.inner(box.width)),
                        at: Position(x: inner.x, y: inner.y + 11))
                ]
            }
        return [ground] + name + content
    }
}
