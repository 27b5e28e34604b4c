/// Where everything of a heat map stands.
struct HeatMapLayout {
    let map: HeatMap
    let heading: FigureHeading
    let colours: ColourScale
    let rowTitle: String
    let columnTitle: String
    /// The area of the cells.
    let frame: Box
    let cellWidth: Double
    let cellHeight: Double
    /// Texts of the cells by row; nil where cells are too small for any.
    let texts: [[String]]?

    /// Room for the colour legend between heading and matrix.
    static let legendHeight = 48.0
    static let lineHeight = 16.0
    private static let gap = 6.0
    /// Less than the margin of text: every pixel may be the one that a cell's text needs.
    private static let rightMargin = 8.0
    /// From here on a name is cut.
    private static let longestName = 180.0

    init(_ map: HeatMap) {
        self.map = map
        heading = FigureHeading(title: map.title, subtitle: map.subtitle)
        colours = ColourScale(map)
        rowTitle = TextStyle.small.fitted(map.rowTitle, to: 300) + " ↓"
        columnTitle = TextStyle.small.fitted(map.columnTitle, to: 300) + " →"
        let names = map.rows.map { TextStyle.small.fitted($0, to: Self.longestName) }
        let widest = names.map(TextStyle.small.width).max() ?? 0
        let left = (Figure.margin + widest + Self.gap).rounded(.up)
        let room = Figure.width - Self.rightMargin - left
        cellWidth = Self.width(of: map, room: room)
        // Never flatter than legible where that fits, never higher than wide, and a page's height for all.
        let rows = Double(max(1, map.rows.count))
        cellHeight = Self.whole(min(cellWidth, 40, max(620 / rows, min(18, cellWidth))))
        let top = heading.bottom + Self.legendHeight + 3 * Self.lineHeight
        frame = Box(
            x: left, y: top, width: cellWidth * Double(map.columns.count),
            height: cellHeight * Double(map.rows.count))
        texts = Self.texts(map, cellWidth: cellWidth, cellHeight: cellHeight)
    }

    /// Where everything ends.
    var height: Double { (frame.bottom + Figure.margin).rounded(.up) }

    /// A cell's area.
    func box(_ row: Int, _ column: Int) -> Box {
        Box(
            x: frame.x + Double(column) * cellWidth, y: frame.y + Double(row) * cellHeight, width: cellWidth,
            height: cellHeight)
    }

    /// A row's name, no longer than its room.
    func rowName(_ row: Int) -> String { TextStyle.small.fitted(map.rows[row], to: Self.longestName) }

    /// A column's name, no longer than its column, but long enough for "node 12": then not every column has one.
    func columnName(_ column: Int) -> String {
        TextStyle.small.fitted(map.columns[column], to: max(cellWidth - 6, 48))
    }

    /// Every how many rows and columns there is a name.
    var nameSteps: (rows: Int, columns: Int) {
        let widest = map.columns.indices.map { TextStyle.small.width(of: columnName($0)) }.max() ?? 0
        let rows = Self.step(needed: Self.lineHeight, size: cellHeight)
        let columns = Self.step(needed: widest + 6, size: cellWidth)
        // Where both are thinned, they are thinned alike.
        return rows > 1 && columns > 1 ? (max(rows, columns), max(rows, columns)) : (rows, columns)
    }
}

extension HeatMapLayout {
    /// As wide as its texts want and at least 64 pixels, where there is room for that.
    private static func width(of map: HeatMap, room: Double) -> Double {
        let names = map.columns.map { TextStyle.small.fitted($0, to: longestName) }
        let widest = (names + texts(map, digits: 3).joined()).map(TextStyle.small.width).max() ?? 0
        return whole(min(max(64, widest + 12), room / Double(max(1, map.columns.count))))
    }

    /// Small cells in whole pixels, so that all look the same; of the largest no one sees it, and text may need it.
    private static func whole(_ size: Double) -> Double { size >= 4 && size < 16 ? size.rounded(.down) : size }

    /// Texts with as many digits as fit into every cell.
    private static func texts(_ map: HeatMap, cellWidth: Double, cellHeight: Double) -> [[String]]? {
        guard cellHeight >= TextStyle.small.size + 4 else { return nil }
        return [3, 2].map { texts(map, digits: $0) }.first { texts in
            texts.joined().allSatisfy { TextStyle.small.width(of: $0) <= cellWidth - 4 }
        }
    }

    private static func texts(_ map: HeatMap, digits: Int) -> [[String]] {
        map.rows.indices.map { row in
            map.columns.indices.map { column in
                map.value(row, column).map { TickText.rounded($0, digits: digits) } ?? "n/a"
            }
        }
    }

    /// The least of 1, 2, 5, 10 … that makes room.
    private static func step(needed: Double, size: Double) -> Int {
        let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
        return steps.first { Double($0) * size >= needed } ?? 1000
    }
}
