import ArgumentParser
import CPlatform
import Records
import Tables

#if canImport(Glibc)
    import Glibc
#endif

/// What all programs share between start and exit.
package enum Program {
    /// Runs the work and exits with its status, or says on standard error what could not be done.
    /// - Parameter onOther: ends the program for an error that is not a `Failure`: wrong usage, or a request for help.
    package static func start(_ work: () throws -> ExitStatus, onOther: (any Error) -> Never) -> Never {
        prepare()
        DriverBond.endWithDriver()
        do {
            try checkArguments()
            exit(try work().rawValue)
        } catch let failure as Failure {
            end(failure)
        } catch {
            onOther(error)
        }
    }

    /// What must hold before anything else is done. Before the first thread: all have one heap where addresses are few.
    package static func prepare() {
        cp_share_heap()
        survive()
        holdClosedStreams()
    }

    /// A reader of standard error or output that went away, and a file that may not grow (ulimit -f), are errors to be
    /// told, not the end of the program. A crash and Ctrl-\ are its end: Swift's own handlers would keep it for as
    /// long as a backtrace takes, and go on after a signal that somebody sent.
    private static func survive() {
        for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
        for number in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] { signal(number, SIG_DFL) }
    }

    /// A standard stream that is closed gets what can be neither read nor written: a file opened later would have its
    /// number, and what is printed.
    private static func holdClosedStreams() {
        for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) == -1 {
            // The lowest free number is taken.
            _ = open("/", O_RDONLY | O_DIRECTORY)
        }
    }

    /// Ends with what the parser of options says: wrong usage on standard error, without what acts on a terminal, or
    /// the help that was asked for.
    package static func end(_ command: any ParsableArguments.Type, _ error: any Error) -> Never {
        let code = command.exitCode(for: error)
        guard code != .success, !(error is ExitCode) else { command.exit(withError: error) }
        let lines = command.fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false)
        Console.error(lines.map { String($0).printable }.joined(separator: "\n") + "\n")
        exit(code.rawValue)
    }

    /// Says what could not be done, and exits with the failure's code.
    package static func end(_ failure: Failure) -> Never {
        Console.error("probe: \(failure)\n")
        exit(failure.status.rawValue)
    }
}
