/// Lets so much work in at a time: of hundreds of tests at once each would see its deadlines pass.
package actor Turnstile {
    /// For all programs. Some sleep, and most use one CPU.
    package static let programs = Turnstile(places: 4)
    /// For whatever boots a machine, and for the browser: emulators take all CPUs.
    package static let emulation = Turnstile(places: 1)
    /// For programs of another CPU, which have no deadline: they get the time that nobody else wants.
    package static let otherCPUs = Turnstile(places: 1)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    private init(places: Int) { free = places }

    /// Waits for those who came before, and does the work.
    package func pass<Result: Sendable>(_ work: @Sendable () async throws -> Result) async rethrows -> Result {
        if free == 0 { await withCheckedContinuation { waiting.append($0) } } else { free -= 1 }
        defer { leave() }
        return try await work()
    }

    /// Whoever waits longest is next; nobody comes between.
    private func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
