import Statistics
import Testing

/// Two quantities that err together: a standard deviation of 0.5 shared, and 0.1 each.
private let alike = Belief(mean: [0, 0], covariance: [[0.26, 0.25], [0.25, 0.26]])

@Test func anObservationMovesWhatErrsWithIt() {
    var belief = alike
    belief.learn(surprise: 0.4, gradient: [1, 0], variance: 0)
    #expect(abs(belief.mean[0] - 0.4) < 1e-12)
    #expect(abs(belief.mean[1] - 0.4 * 0.25 / 0.26) < 1e-12)
    #expect(belief.deviation(along: [1, 0]) < 1e-6)
    // What remains of the other: 0.26 − 0.25² / 0.26.
    #expect(abs(belief.deviation(along: [0, 1]) - (0.26 - 0.25 * 0.25 / 0.26).squareRoot()) < 1e-12)
}

@Test func anUncertainObservationMovesLess() {
    var belief = Belief(mean: [1], covariance: [[0.04]])
    belief.learn(surprise: 1, gradient: [1], variance: 0.04)
    #expect(abs(belief.mean[0] - 1.5) < 1e-12)
    #expect(abs(belief.covariance[0][0] - 0.02) < 1e-12)
}

@Test func aFitFindsTheRootOfAFunctionThatIsNotLinear() {
    let prior = Belief(mean: [1], covariance: [[1]])
    let fitted = prior.fitted(
        to: [Belief.Observation(value: 8, variance: 1e-8, places: [0]) { $0[0] * $0[0] * $0[0] }], rounds: 40)
    #expect(abs(fitted.mean[0] - 2) < 1e-3)
}

@Test func withoutObservationsABeliefStays() {
    #expect(alike.fitted(to: []) == alike)
}

@Test func gradientsAreOfEachQuantity() {
    let gradient = Belief.gradient(of: { $0[0] * $0[1] + $0[1] }, at: [2, 3], places: [0, 1])
    #expect(abs(gradient[0] - 3) < 1e-6)
    #expect(abs(gradient[1] - 3) < 1e-6)
}

/// The function hardly moves near the prior's mean, so that a whole step would go too far, and back.
@Test func aFunctionThatSaturatesIsFollowedToItsKnee() {
    let prior = Belief(mean: [2], covariance: [[1]])
    let fitted = prior.fitted(
        to: [Belief.Observation(value: -1, variance: 1e-6, places: [0]) { min($0[0], 0) + 0.01 * max($0[0], 0) }])
    #expect(abs(fitted.mean[0] + 1) < 0.05)
}
