import Records

extension TurnWatch {
    /// Of threads that nothing happens to.
    static var quiet: TurnWatch { TurnWatch(noise: { NoiseReading() }, takenAway: { nil }) }
}
