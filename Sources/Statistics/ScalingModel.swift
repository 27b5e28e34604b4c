/// Both laws are linear in n / rate = 1/λ + σ/λ·(n − 1) + κ/λ·n(n − 1), Amdahl's without the last term: no iterations.
struct ScalingModel {
    let linear: LinearFit
    let singleThreadRate: FittedValue
    let rmsResidual: Double

    /// The terms of n / rate by Amdahl's law.
    static func amdahl(_ threads: Double) -> [Double] { [1, threads - 1] }

    /// The terms of n / rate by the universal scalability law.
    static func scalability(_ threads: Double) -> [Double] { [1, threads - 1, threads * (threads - 1)] }

    /// Nil where the points are no rates, or their thread counts too few for the terms.
    static func fit(_ points: [ScalingPoint], terms: (Double) -> [Double]) -> ScalingModel? {
        let rows = points.map { terms(Double($0.threads)) }
        let values = points.map { Double($0.threads) / $0.rate }
        guard points.allSatisfy({ $0.isUsable }), Set(points.map(\.threads)).count >= (rows.first?.count ?? 0),
            let linear = LinearFit(
                rows: rows, values: values, errors: zip(values, points).map { $0 * $1.relativeError }),
            linear.coefficients[0] > 0
        else { return nil }
        let rate = 1 / linear.coefficients[0]
        let residuals = zip(rows, values).map { row, value in
            zip(row, linear.coefficients).reduce(0) { $0 + $1.0 * $1.1 } / value - 1
        }
        return ScalingModel(
            linear: linear,
            singleThreadRate: FittedValue(
                value: rate, standardError: rate * rate * max(0, linear.covariance[0][0]).squareRoot()),
            rmsResidual: (residuals.reduce(0) { $0 + $1 * $1 } / Double(points.count)).squareRoot())
    }
}
