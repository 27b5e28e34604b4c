/// Lets one piece of work in at a time: emulators take both CPUs, and others' deadlines pass meanwhile.
package actor Turnstile {
    /// For whatever boots a machine, and for the browser.
    package static let emulation = Turnstile()
    /// For programs of another CPU, which have no deadline: they get the time that nobody else wants.
    package static let programs = Turnstile()

    private var isOccupied = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Waits for those who came before, and does the work.
    package func pass<Result: Sendable>(_ work: @Sendable () async throws -> Result) async rethrows -> Result {
        if isOccupied { await withCheckedContinuation { waiting.append($0) } }
        isOccupied = true
        defer { leave() }
        return try await work()
    }

    /// Whoever waits longest is next; nobody comes between.
    private func leave() {
        isOccupied = !waiting.isEmpty
        if !waiting.isEmpty { waiting.removeFirst().resume() }
    }
}
