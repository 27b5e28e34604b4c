import Machine
import ProbeKit
import Records

/// Whether another program measures just now.
enum Turn {
    /// The turn to measure, nil where another has it; and what that means.
    static func take() -> (lock: MachineLock?, diagnosis: Diagnosis) {
        do {
            let lock = try MachineLock.take(.refuse)
            return (lock, Diagnosis("turn", .ok, "No other run of probe measures on this machine"))
        } catch {
            let cause = (error as? Failure)?.cause ?? "\(error)"
            let diagnosis = Diagnosis(
                "turn", .bad, cause.prefix(1).uppercased() + cause.dropFirst(),
                effect: "A run begun now waits until it has finished", remedy: "Wait for it, or end it")
            return (nil, diagnosis)
        }
    }
}
