import Records
import SystemPackage
import Testing
import TestSupport

/// Standard streams that are closed, arguments that are no text, and signals at odd moments.
@Suite(.serialized) struct StreamDriverTests {
    private static let bandwidth = "'\(Repository.programs)'/probe-bandwidth"
    private static let short = "--quick --time-budget 1s --array-size 1MiB --kernels read --studies loops"

    private func shell(_ script: String, in folder: TemporaryFolder) async throws -> Finished {
        try await Command.run("bash", ["-c", "export PROBE_LOCK=$PWD/lock; \(script)"], folder: folder.path)
    }

    /// A file that is opened later would have the stream's number: the lock, of which nothing may be left.
    @Test(arguments: [(">&-", 74), ("2>&-", 0), ("<&-", 0), ("<&- 2>&-", 0)])
    func aClosedStreamIsNoFilesPlace(redirection: String, code: Int32) async throws {
        let folder = try TemporaryFolder()
        let run = try await shell("\(Self.bandwidth) \(Self.short) \(redirection)", in: folder)
        #expect(run.code == code, "\(run.errors)")
        #expect(code != 74 || run.errors.contains("cannot write to standard output"), "\(run.errors)")
        #expect(TextFile.names(in: folder.path).isEmpty, "the lock is gone")
    }

    @Test func anArgumentThatIsNoTextIsRefused() async throws {
        let folder = try TemporaryFolder()
        let driver = "'\(Repository.programs)'/probe"
        let run = try await shell(
            "\(driver) report --output $'r\\xff'; echo $?; \(Self.bandwidth) --nodes $'\\xfe'; echo $?", in: folder)
        #expect(run.output == "64\n64\n", "\(run.output)\(run.errors)")
        #expect(run.errors.contains("it is no UTF-8"), "\(run.errors)")
        #expect(TextFile.names(in: folder.path).isEmpty)
    }

    /// As every background job of a script does, it ignores SIGINT when it starts; it is sent while another measures.
    @Test func aBackgroundJobThatWaitsForItsTurnEndsAtCtrlC() async throws {
        let folder = try TemporaryFolder()
        let run = try await shell(
            """
            \(Self.bandwidth) --quick --time-budget 6s --array-size 1MiB > /dev/null 2>&1 & first=$!
            until [ -s lock ]; do sleep 0.02; done
            (trap '' INT; exec \(Self.bandwidth) \(Self.short)) 2> told & second=$!
            until grep -q waiting told; do sleep 0.02; done
            kill -INT $second; wait $second; echo "code $?"; kill -0 $first && echo first; kill $first; wait
            """, in: folder)
        #expect(run.output.contains("code 130\nfirst\n"), "\(run.output)\(run.errors)")
    }

    /// Ctrl-\ and a crash end a program; Swift's own handlers would look at it for long, and let it go on.
    @Test(arguments: [("QUIT", 131), ("SEGV", 139)])
    func aSignalThatEndsIsTheEnd(signal: String, code: Int32) async throws {
        let folder = try TemporaryFolder()
        let run = try await shell(
            """
            ulimit -c 0; unset SWIFT_BACKTRACE
            \(Self.bandwidth) --quick --time-budget 6s --array-size 1MiB > out & program=$!
            until [ -s lock ]; do sleep 0.02; done
            kill -\(signal) $program; wait $program; echo "code $?"
            """, in: folder)
        #expect(run.output == "code \(code)\n", "\(run.errors)")
        for word in ["Backtrac", "crashed"] { #expect(!run.errors.contains(word), "\(run.errors)") }
    }
}
