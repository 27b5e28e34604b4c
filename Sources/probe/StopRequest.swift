import Subprocess
import Synchronization

/// Asks a child to end: once politely, and ten seconds later for good.
final class StopRequest: Sendable {
    let signals: AsyncStream<Signal>
    private let continuation: AsyncStream<Signal>.Continuation

    init() {
        (signals, continuation) = AsyncStream.makeStream(of: Signal.self)
    }

    /// A turn of the largest machine takes less than the ten seconds.
    func send() {
        continuation.yield(.terminate)
        Task { [self] in
            try? await Task.sleep(for: .seconds(10))
            kill()
        }
    }

    /// Ends it now.
    func kill() {
        continuation.yield(.kill)
        continuation.finish()
    }
}

/// A user who asks a second time does not want to wait for a child's partial record.
final class Interruption: Sendable {
    private let state = Mutex<(child: StopRequest?, isHurried: Bool)>((nil, false))

    /// The child that runs now.
    func add(_ child: StopRequest) {
        let isHurried = state.withLock { state in
            state.child = child
            return state.isHurried
        }
        if isHurried { child.kill() }
    }

    /// Ends the child now, and each that is still begun.
    func hurry() {
        let child = state.withLock { state in
            state.isHurried = true
            return state.child
        }
        child?.kill()
    }
}
