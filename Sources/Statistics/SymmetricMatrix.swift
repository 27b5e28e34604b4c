import Glibc

/// A symmetric, positive definite matrix, row by row.
package struct SymmetricMatrix: Hashable, Sendable {
    package private(set) var rows: [[Double]]
    package var count: Int { rows.count }

    package init(_ rows: [[Double]]) { self.rows = rows }

    package init(diagonal: [Double]) {
        rows = diagonal.indices.map { row in diagonal.indices.map { $0 == row ? diagonal[row] : 0 } }
    }

    package static func + (one: SymmetricMatrix, other: SymmetricMatrix) -> SymmetricMatrix {
        SymmetricMatrix(zip(one.rows, other.rows).map { zip($0, $1).map(+) })
    }

    package static func - (one: SymmetricMatrix, other: SymmetricMatrix) -> SymmetricMatrix {
        SymmetricMatrix(zip(one.rows, other.rows).map { zip($0, $1).map(-) })
    }

    package static func * (matrix: SymmetricMatrix, factor: Double) -> SymmetricMatrix {
        SymmetricMatrix(matrix.rows.map { $0.map { $0 * factor } })
    }

    package static func * (matrix: SymmetricMatrix, vector: [Double]) -> [Double] {
        matrix.rows.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
    }

    /// The inverse, by Cholesky's decomposition.
    /// - Returns: nil where the matrix is not positive definite.
    package var inverse: SymmetricMatrix? {
        guard let lower = cholesky else { return nil }
        // The inverse of the lower triangle, column by column; its transpose times itself is the whole's.
        var triangle = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        for column in 0..<count {
            triangle[column][column] = 1 / lower[column][column]
            for row in column + 1..<max(column + 1, count) {
                var sum = 0.0
                for k in column..<row { sum += lower[row][k] * triangle[k][column] }
                triangle[row][column] = -sum / lower[row][row]
            }
        }
        var result = triangle
        for row in 0..<count {
            for column in 0...row {
                var sum = 0.0
                for k in row..<count { sum += triangle[k][row] * triangle[k][column] }
                (result[row][column], result[column][row]) = (sum, sum)
            }
        }
        return SymmetricMatrix(result)
    }

    /// The lower triangle whose product with its transpose is the matrix; nil where there is none.
    private var cholesky: [[Double]]? {
        var lower = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        for row in 0..<count {
            for column in 0...row {
                var rest = rows[row][column]
                for k in 0..<column { rest -= lower[row][k] * lower[column][k] }
                if row == column {
                    guard rest > 0 else { return nil }
                    lower[row][row] = rest.squareRoot()
                } else {
                    lower[row][column] = rest / lower[column][column]
                }
            }
        }
        return lower
    }
}
