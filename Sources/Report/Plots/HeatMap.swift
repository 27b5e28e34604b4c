import Statistics

/// A matrix of values as colours, such as bandwidth by the threads' node and the memory's node.
package struct HeatMap: Hashable, Sendable {
    /// The file's name without `.svg`.
    package var name: String
    package var title: String
    /// What a reader must know to trust the picture.
    package var subtitle: String
    /// What a row stands for: "threads on node".
    package var rowTitle: String
    package var rows: [String]
    /// What a column stands for: "memory on node".
    package var columnTitle: String
    package var columns: [String]
    /// One list for each row, one value for each column; what is missing, nil or not finite was not measured.
    package var values: [[Double?]]
    /// What a cell shows: "bandwidth".
    package var quantity: String
    /// "GB/s".
    package var unit: String
    /// Which values are drawn in bright colours.
    package var better: BetterEnd

    package init(
        name: String, title: String, subtitle: String = "", rows: [String], rowTitle: String, columns: [String],
        columnTitle: String, values: [[Double?]], quantity: String, unit: String, better: BetterEnd
    ) {
        self.name = name
        self.title = title
        self.subtitle = subtitle
        self.rows = rows
        self.rowTitle = rowTitle
        self.columns = columns
        self.columnTitle = columnTitle
        self.values = values
        self.quantity = quantity
        self.unit = unit
        self.better = better
    }
}

extension HeatMap {
    /// The value of a cell; nil where there is none.
    func value(_ row: Int, _ column: Int) -> Double? {
        guard values.indices.contains(row), values[row].indices.contains(column), let value = values[row][column],
            value.isFinite, value.magnitude <= 1e290
        else { return nil }
        return value
    }

    /// All values that there are, with their places.
    var cells: [(row: Int, column: Int, value: Double)] {
        rows.indices.flatMap { row in
            columns.indices.compactMap { column in value(row, column).map { (row, column, $0) } }
        }
    }

    /// Whether any cell was not measured.
    var hasGaps: Bool { cells.count < rows.count * columns.count }
}

extension HeatMap {
    /// The map in words: its size, its range, and where the ends of the range are.
    var altText: String {
        let size = "\(rows.count) × \(columns.count) cells, \(rowTitle) by \(columnTitle)"
        let measured = cells
        var text = "\(quantity) (\(unit)): \(size)."
        guard let least = measured.min(by: { $0.value < $1.value }),
            let greatest = measured.max(by: { $0.value < $1.value })
        else { return text + " Nothing was measured." }
        for (word, cell) in [("Least", least), ("Greatest", greatest)] {
            let place = "\(rowTitle): \(rows[cell.row]); \(columnTitle): \(columns[cell.column])"
            text += " \(word): \(TickText.rounded(cell.value)) \(unit) (\(place))."
        }
        let gaps = rows.count * columns.count - measured.count
        return gaps > 0 ? text + " Not measured: \(gaps)." : text
    }
}
