/// How a turn sees what happens to the threads that measure.
package struct TurnWatch {
    /// Counters that only grow.
    package let noise: () -> NoiseReading
    /// Nil where nothing was taken.
    package let takenAway: () -> TakenAway?

    package init(noise: @escaping () -> NoiseReading, takenAway: @escaping () -> TakenAway?) {
        self.noise = noise
        self.takenAway = takenAway
    }
}
