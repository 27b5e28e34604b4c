import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Notices the signals that ask a program to end, so that what was measured can be kept.
package final class SignalWatch {
    private let first = FirstSignal()
    private let sources: [(source: any DispatchSourceSignal, number: Int32)]

    package init() {
        sources = [SIGINT, SIGTERM, SIGHUP].compactMap { number in
            // nohup means it. SIGINT is ignored in every background job of a script, and whoever sends it there means
            // it all the same.
            if number == SIGHUP, Self.isIgnored(number) { return nil }
            // The default action would end the program before the source sees the signal.
            signal(number, SIG_IGN)
            return (DispatchSource.makeSignalSource(signal: number, queue: .global()), number)
        }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        return handler == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Begins to notice, and calls the action at each signal.
    /// - Parameter action: where there is none, a second Ctrl-C ends the program at once, and nothing is kept.
    package func onSignal(_ action: (@Sendable () -> Void)? = nil) {
        for (source, number) in sources {
            source.setEventHandler { [first] in
                let isSecond = first.number.withLock { known in
                    defer { known = known ?? number }
                    return known == SIGINT && number == SIGINT
                }
                if let action { action() } else if isSecond { _exit(128 + number) }
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
