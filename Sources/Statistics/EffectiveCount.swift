extension Array where Element == Double {
    /// How many independent samples these, in the order they were taken, are worth: n / (1 + 2 Σ ρₖ), where the sum of
    /// the autocorrelations ends before the first pair that is not positive (Geyer's initial positive sequence).
    ///
    /// A machine shared with others is fast for some seconds and slow for some: a hundred samples of one such second
    /// are worth far less than a hundred.
    package var effectiveCount: Double {
        guard count >= 4 else { return Double(count) }
        let mean = reduce(0, +) / Double(count)
        let deviations = map { $0 - mean }
        let variance = deviations.reduce(0) { $0 + $1 * $1 }
        guard variance > 0 else { return Double(count) }
        func correlation(_ lag: Int) -> Double {
            var sum = 0.0
            for index in 0..<(count - lag) { sum += deviations[index] * deviations[index + lag] }
            return sum / variance
        }
        var sum = 0.0
        var lag = 1
        while lag + 1 < count / 2 {
            let pair = correlation(lag) + correlation(lag + 1)
            guard pair > 0 else { break }
            sum += pair
            lag += 2
        }
        return Swift.max(1, Double(count) / (1 + 2 * sum))
    }
}
