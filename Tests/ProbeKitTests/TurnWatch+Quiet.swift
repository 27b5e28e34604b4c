import Records

extension TurnWatch {
    /// Of threads that nothing happens to.
    static let quiet = TurnWatch(noise: { NoiseReading() }, takenAway: { nil })
}
