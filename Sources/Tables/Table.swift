/// Rows of text under column titles; rendered for a terminal, as Markdown and as CSV.
package struct Table: Hashable, Sendable {
    package var columns: [Column]
    /// Each row has one cell for each column.
    package var rows: [[String]]

    package init(_ columns: [Column], rows: [[String]] = []) {
        self.columns = columns
        self.rows = rows
    }

    /// A column's title, and the side its cells stand on.
    package struct Column: Hashable, Sendable {
        package var title: String
        package var side: Side

        package init(_ title: String, _ side: Side = .left) {
            self.title = title
            self.side = side
        }
    }

    /// Text stands left, numbers right.
    package enum Side: Sendable {
        case left
        case right
    }
}

extension Table {
    /// A row's cell; empty where the row is too short.
    func cell(_ row: [String], _ column: Int) -> String { column < row.count ? row[column] : "" }

    /// The width of each column in characters.
    func widths(of cells: (String) -> String) -> [Int] {
        columns.indices.map { index in
            (rows.map { cells(cell($0, index)).count } + [cells(columns[index].title).count]).max() ?? 0
        }
    }

    /// One line's cells, padded to the widths.
    func padded(_ cells: [String], to widths: [Int]) -> [String] {
        zip(cells, zip(columns, widths)).map { cell, shape in
            let padding = String(repeating: " ", count: max(0, shape.1 - cell.count))
            return shape.0.side == .left ? cell + padding : padding + cell
        }
    }
}
