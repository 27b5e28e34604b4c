import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Notices the signals that ask a program to end, so that what was measured can be kept.
package final class SignalWatch {
    private let first = FirstSignal()
    private let sources: [any DispatchSourceSignal]

    package init() {
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            // The default action would end the program before the source sees the signal.
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: .global())
        }
    }

    /// Begins to notice, and calls the action at each signal.
    package func onSignal(_ action: @escaping @Sendable () -> Void = {}) {
        for (source, number) in zip(sources, [SIGINT, SIGTERM, SIGHUP]) {
            source.setEventHandler { [first] in
                first.number.withLock { $0 = $0 ?? number }
                action()
            }
            source.resume()
        }
    }

    /// The first signal that came; nil where none has.
    package var received: Int32? { first.number.withLock(\.self) }
}

/// The first signal that came.
private final class FirstSignal: Sendable {
    let number = Mutex<Int32?>(nil)
}
