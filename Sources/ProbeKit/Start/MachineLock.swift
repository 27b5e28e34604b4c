import Records
import SystemPackage
import Tables

#if canImport(Glibc)
    import Glibc
#endif

/// This program's turn to measure: two that measure at once would measure each other.
package struct MachineLock: Sendable {
    private let file: LockFile
    /// nil where the turn is the driver's, or where there is no lock to be had.
    private let descriptor: FileDescriptor?

    /// What to do while another program measures.
    package enum Patience: Sendable { case wait, refuse }

    /// Names another file than everybody's: for tests, and for machines whose /tmp is not for everybody.
    package static let variable = "PROBE_LOCK"

    private static var path: FilePath {
        guard let text = getenv(variable).map({ String(cString: $0) }), !text.isEmpty else { return "/tmp/probe.lock" }
        return FilePath(text)
    }

    /// Waits until no other program of this project measures on this machine.
    ///
    /// A lock that cannot be had without anybody measuring (a link in its place, a folder that may not be written to,
    /// a holder that is no probe) keeps nobody from measuring, and is told on standard error.
    /// - Throws: `Failure` with 75 where another measures and this is not to wait.
    package static func take(_ patience: Patience) throws -> MachineLock {
        let file = LockFile(path: path)
        if DriverBond.driver != nil { return MachineLock(file: file, descriptor: nil) }
        var told: LockHolder?
        var unexplained = 0
        while true {
            switch file.tryLocking() {
            case .taken(let descriptor): return MachineLock(file: file, descriptor: descriptor)
            case .unusable(let cause): return without(file, cause)
            case .busy(let inode, let named):
                if let holder = LockHolder.find(inode: inode, named: named) {
                    try announce(holder, &told, patience, file)
                    unexplained = 0
                } else {
                    // It may have ended just now.
                    unexplained += 1
                    guard unexplained < 5 else { return without(file, "\(file.path) is held by what is no probe") }
                }
            }
            usleep(200_000)
        }
    }

    /// Lets the next one measure.
    package func release() {
        if let descriptor { file.release(descriptor) }
    }

    private static func announce(
        _ holder: LockHolder, _ told: inout LockHolder?, _ patience: Patience, _ file: LockFile
    ) throws {
        guard patience == .wait else {
            throw Failure(
                .busy, cannot: "measure now", because: "\(holder.text) measures on this machine (\(file.path))",
                remedy: "Try again when it has finished, or leave out --no-wait")
        }
        guard told != holder else { return }
        told = holder
        // In a background job of a script it is ignored; whoever sends it there means it all the same.
        signal(SIGINT, SIG_DFL)
        Console.error("probe: waiting for \(holder.text), which measures; --no-wait refuses instead\n")
    }

    private static func without(_ file: LockFile, _ cause: String) -> MachineLock {
        Console.error(
            "probe: measures without a lock, so that another run may disturb it: \(cause.printable). "
                + "Name a file for it in \(variable)\n")
        return MachineLock(file: file, descriptor: nil)
    }
}
