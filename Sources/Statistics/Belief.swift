/// What is known of several quantities together: their means, and how far each may be from it, alone and with others.
/// A Gaussian distribution.
package struct Belief: Codable, Hashable, Sendable {
    package private(set) var mean: [Double]
    package private(set) var covariance: [[Double]]

    /// - Parameter covariance: symmetric, a row and a column for each mean.
    package init(mean: [Double], covariance: [[Double]]) {
        precondition(covariance.count == mean.count && covariance.allSatisfy { $0.count == mean.count })
        self.mean = mean
        self.covariance = covariance
    }

    /// The standard deviation of what grows by `gradient` with each of the quantities.
    package func deviation(along gradient: [Double]) -> Double {
        max(0, Self.product(gradient, times(gradient))).squareRoot()
    }

    /// Takes in one observation of a linear function of the quantities (a Kalman update).
    /// - Parameters:
    ///   - surprise: what was observed, less what the means say.
    ///   - gradient: of the function.
    ///   - variance: of the observation's error.
    package mutating func learn(surprise: Double, gradient: [Double], variance: Double) {
        let spread = times(gradient)
        let total = Self.product(gradient, spread) + variance
        guard total > 0 else { return }
        for i in mean.indices {
            mean[i] += spread[i] / total * surprise
            for j in mean.indices { covariance[i][j] -= spread[i] * spread[j] / total }
        }
    }

    private func times(_ vector: [Double]) -> [Double] { covariance.map { Self.product($0, vector) } }

    static func product(_ left: [Double], _ right: [Double]) -> Double {
        zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
    }
}

extension Belief {
    /// One measured value of a function of the quantities.
    package struct Observation {
        package let value: Double
        package let variance: Double
        /// Places of the quantities that the function depends on.
        package let places: [Int]
        package let model: ([Double]) -> Double

        package init(value: Double, variance: Double, places: [Int], model: @escaping ([Double]) -> Double) {
            self.value = value
            self.variance = variance
            self.places = places
            self.model = model
        }
    }

    /// What is known after observations of functions that need not be linear: each round takes them as linear near a
    /// point (an iterated extended Kalman filter) that goes half the way to what follows, and no further than
    /// `longestStep`: where a function saturates, whole steps swing from side to side.
    package func fitted(to observations: [Observation], rounds: Int = 12) -> Belief {
        var point = mean
        var next = self
        for _ in 0..<rounds {
            next = self
            for observation in observations {
                let gradient = Self.gradient(of: observation.model, at: point, places: observation.places)
                let atMeans = observation.model(point) + Self.product(gradient, zip(next.mean, point).map { $0 - $1 })
                next.learn(surprise: observation.value - atMeans, gradient: gradient, variance: observation.variance)
            }
            point = zip(point, next.mean).map { $0 + max(-Self.longestStep, min(Self.longestStep, ($1 - $0) / 2)) }
        }
        next.mean = point
        return next
    }

    /// Of a logarithm: a factor of 1.6.
    private static let longestStep = 0.5

    /// By central differences; the quantities are logarithms, so that one step suits all.
    /// - Parameter places: of the quantities that the function depends on.
    package static func gradient(
        of function: ([Double]) -> Double, at point: [Double], places: [Int]
    ) -> [Double] {
        let step = 1e-4
        var moved = point
        var gradient = [Double](repeating: 0, count: point.count)
        for place in places {
            moved[place] = point[place] + step
            let above = function(moved)
            moved[place] = point[place] - step
            let below = function(moved)
            moved[place] = point[place]
            gradient[place] = (above - below) / (2 * step)
        }
        return gradient
    }
}
