/// Weighted linear least squares: y = Σ coefficient × term.
struct LinearFit {
    let coefficients: [Double]
    /// Of the coefficients: from the errors of y, and larger where the points scatter more than these allow.
    let covariance: [[Double]]

    /// - Parameters:
    ///   - rows: each y's terms; as many for all.
    ///   - values: the ys.
    ///   - errors: their standard errors.
    /// Nil where the rows do not determine the coefficients.
    init?(rows: [[Double]], values: [Double], errors: [Double]) {
        let count = rows.first?.count ?? 0
        guard count > 0, rows.count >= count else { return nil }
        let weighted = zip(rows, errors).map { row, error in row.map { $0 / error } }
        // Terms that grow with n² would drown the others in the normal equations: scale each to length 1.
        let scales = (0..<count).map { term in
            weighted.reduce(0) { $0 + $1[term] * $1[term] }.squareRoot()
        }
        let scaled = weighted.map { zip($0, scales).map { $0 / $1 } }
        let targets = zip(values, errors).map { $0 / $1 }
        let normal = (0..<count).map { i in
            (0..<count).map { j in scaled.reduce(0) { $0 + $1[i] * $1[j] } }
        }
        guard let inverse = Self.inverse(normal) else { return nil }
        let projected = (0..<count).map { term in zip(scaled, targets).reduce(0) { $0 + $1.0[term] * $1.1 } }
        let solution = inverse.map { zip($0, projected).reduce(0) { $0 + $1.0 * $1.1 } }
        let chiSquare = zip(scaled, targets).reduce(0) { sum, point in
            let residual = point.1 - zip(point.0, solution).reduce(0) { $0 + $1.0 * $1.1 }
            return sum + residual * residual
        }
        let freedom = rows.count - count
        let excess = freedom > 0 ? max(1, chiSquare / Double(freedom)) : 1
        coefficients = zip(solution, scales).map { $0 / $1 }
        covariance = (0..<count).map { i in
            (0..<count).map { j in inverse[i][j] * excess / (scales[i] * scales[j]) }
        }
    }

    /// The ratio of a coefficient to the first, with its error by the delta method.
    func ratioToFirst(_ index: Int) -> FittedValue {
        let first = coefficients[0]
        let ratio = coefficients[index] / first
        let variance =
            (covariance[index][index] - 2 * ratio * covariance[0][index] + ratio * ratio * covariance[0][0])
            / (first * first)
        return FittedValue(value: ratio, standardError: max(0, variance).squareRoot())
    }

    /// By Gauss–Jordan elimination with pivots from the diagonal, which suffices for a matrix of this kind.
    private static func inverse(_ matrix: [[Double]]) -> [[Double]]? {
        let count = matrix.count
        var left = matrix
        var right = (0..<count).map { i in (0..<count).map { $0 == i ? 1.0 : 0 } }
        for pivot in 0..<count {
            let scale = left[pivot][pivot]
            // The diagonal began at 1: what is left of it is rounding where terms depend on each other.
            guard scale > 1e-12 else { return nil }
            for column in 0..<count {
                left[pivot][column] /= scale
                right[pivot][column] /= scale
            }
            for row in 0..<count where row != pivot {
                let factor = left[row][pivot]
                for column in 0..<count {
                    left[row][column] -= factor * left[pivot][column]
                    right[row][column] -= factor * right[pivot][column]
                }
            }
        }
        return right
    }
}
