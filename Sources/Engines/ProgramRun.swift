import CPlatform
import Records
import SystemPackage
import Tables

#if canImport(Glibc)
    import Glibc
#endif

/// A program of others that was run, with all that it started, and how that ended.
package struct ProgramRun: Sendable {
    package let ending: Ending
    package let output: [UInt8]
    /// What it wrote to standard error, the last of it.
    package let errors: String
    package let seconds: Double

    /// How it ended.
    package enum Ending: Hashable, Sendable {
        case exited(Int32)
        case signalled(Int32)
        case notStarted(String)
        /// It was ended since it took longer than it may.
        case tookTooLong
        case wroteTooMuch
        /// It was ended since the caller no longer wanted it.
        case stopped
    }

    /// A row of llama-bench has 1500 bytes; what has a thousand times as many as any run writes is no such program.
    private static let most = 8 << 20
    private static let mostErrors = 64 << 10

    /// Runs a program to its end. Nothing of it is left behind, however it or this program ends.
    /// - Parameters:
    ///   - environment: beside this program's own.
    ///   - mayGoOn: asked several times a second.
    package static func run(
        _ program: FilePath, _ arguments: [String], environment: [String: String] = [:], limit: Duration,
        mayGoOn: () -> Bool = { true }
    ) -> ProgramRun {
        let start = ContinuousClock.now
        var started = cp_guarded()
        let error = withArguments(program, arguments, environment) { words, variables in
            cp_start_guarded(program.string, words, variables, &started)
        }
        guard error == 0 else { return ProgramRun(.notStarted(Errno(rawValue: error).explained), since: start) }
        var reader = Reader(output: started.output, errors: started.error)
        defer { reader.close() }
        let cut =
            reader.read(until: start + limit, mayGoOn: mayGoOn)
            ?? Self.wait(for: started.status, until: start + limit, mayGoOn)
        let status = cp_release_guarded(&started)
        return ProgramRun(
            cut ?? Ending(waitStatus: status, of: program), output: reader.output, errors: reader.errors, since: start)
    }

    private init(
        _ ending: Ending, output: [UInt8] = [], errors: [UInt8] = [], since start: ContinuousClock.Instant
    ) {
        self.ending = ending
        self.output = output
        self.errors = String(decoding: errors, as: UTF8.self)
        seconds = (ContinuousClock.now - start) / .seconds(1)
    }

    /// Whoever has closed its output may not have ended.
    /// - Returns: why it was not waited for any longer; nil where it has ended.
    private static func wait(
        for status: Int32, until end: ContinuousClock.Instant, _ mayGoOn: () -> Bool
    ) -> Ending? {
        var event = pollfd(fd: status, events: Int16(POLLIN), revents: 0)
        while poll(&event, 1, 100) <= 0 {
            guard mayGoOn() else { return .stopped }
            guard ContinuousClock.now < end else { return .tookTooLong }
        }
        return nil
    }

    private static func withArguments(
        _ program: FilePath, _ arguments: [String], _ environment: [String: String],
        _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>, UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) -> Int32 {
        let words = ([program.string] + arguments).map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = []
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if !environment.keys.contains(where: { text.hasPrefix($0 + "=") }) { variables.append(strdup(text)) }
            next += 1
        }
        variables += environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        return body(words, variables)
    }

    /// Reads both ends until the program has closed them.
    private struct Reader {
        private var files: [pollfd]
        private(set) var output: [UInt8] = []
        private(set) var errors: [UInt8] = []

        init(output: Int32, errors: Int32) {
            files = [output, errors].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        }

        /// - Returns: why it was not read to the end; nil where it was.
        mutating func read(until end: ContinuousClock.Instant, mayGoOn: () -> Bool) -> Ending? {
            var buffer = [UInt8](repeating: 0, count: 64 << 10)
            // What has closed its standard error may still write results.
            while files.contains(where: { $0.fd >= 0 }) {
                guard mayGoOn() else { return .stopped }
                guard ContinuousClock.now < end else { return .tookTooLong }
                guard poll(&files, nfds_t(files.count), 100) > 0 else { continue }
                for index in files.indices where files[index].revents != 0 {
                    let count = Glibc.read(files[index].fd, &buffer, buffer.count)
                    if count > 0 {
                        keep(buffer.prefix(count), of: index)
                    } else if count == 0 || errno != EINTR {
                        Glibc.close(files[index].fd)
                        files[index].fd = -1
                    }
                }
                if output.count > ProgramRun.most { return .wroteTooMuch }
            }
            return nil
        }

        private mutating func keep(_ bytes: ArraySlice<UInt8>, of index: Int) {
            if index == 0 {
                output += bytes
            } else {
                errors = (errors + bytes).suffix(ProgramRun.mostErrors)
            }
        }

        mutating func close() {
            for file in files where file.fd >= 0 { Glibc.close(file.fd) }
            files = []
        }
    }
}

extension ProgramRun.Ending {
    fileprivate init(waitStatus status: Int32, of program: FilePath) {
        let signal = status & 0x7f
        if status == CP_LOST {
            self = .notStarted("what watched over it was killed")
        } else if status < 0 {
            self = .notStarted(Self.reason(Errno(rawValue: -status), program))
        } else if signal != 0 {
            self = .signalled(signal)
        } else {
            self = .exited((status >> 8) & 0xff)
        }
    }

    private static func reason(_ errno: Errno, _ program: FilePath) -> String {
        switch errno {
        case .noSuchFileOrDirectory where access(program.string, F_OK) == 0: "its interpreter or loader is missing"
        case .noSuchFileOrDirectory: "there is no such program"
        case .permissionDenied: "it may not be executed"
        case .execFormatError: "it is no program for this machine"
        default: errno.explained
        }
    }
}

extension ProgramRun {
    /// The last lines of standard error, as one; empty where it wrote none.
    package var lastWords: String {
        errors.split(whereSeparator: \.isNewline).suffix(3).map { $0.prefix(300) }.joined(separator: " ").printable
    }

    /// What went wrong, for a sentence; nil where it ended with 0.
    package var failure: String? {
        let words = lastWords.isEmpty ? "" : ": \(lastWords)"
        switch ending {
        case .exited(0): return nil
        case .exited(let code): return "it ended with exit code \(code)\(words)"
        case .signalled(let signal):
            let name = [4: "an instruction that this CPU does not have", 6: "abort", 9: "killed", 11: "a crash"][signal]
            return "it was ended by signal \(signal)" + (name.map { " (\($0))" } ?? "") + words
        case .notStarted(let cause): return cause
        case .tookTooLong: return "it did not end within \(seconds.rounded()) s, and was ended\(words)"
        case .wroteTooMuch: return "it wrote more than \(Self.most >> 20) MiB, and was ended"
        case .stopped: return "it was ended with this run"
        }
    }
}
