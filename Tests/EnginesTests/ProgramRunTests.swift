import Engines
import SystemPackage
import Testing
import TestSupport

/// Programs that misbehave are told as what they did, and nothing of them stays.
@Suite struct ProgramRunTests {
    private func bash(_ script: String, limit: Duration = .seconds(30), mayGoOn: () -> Bool = { true }) -> ProgramRun {
        ProgramRun.run("/bin/bash", ["-c", script], limit: limit, mayGoOn: mayGoOn)
    }

    @Test func whatAProgramWritesIsKeptApart() {
        let run = bash("echo out; echo err >&2; echo more; read && echo input")
        #expect(run.ending == .exited(1) && run.errors == "err\n")
        #expect(String(decoding: run.output, as: UTF8.self) == "out\nmore\n")
        #expect(run.failure == "it ended with exit code 1: err")
        #expect(bash("exit 0").failure == nil)
    }

    @Test func variablesAreAddedOrReplaced() {
        let run = ProgramRun.run(
            "/bin/bash", ["-c", "echo $HOME $ADDED ${PATH:+kept}"], environment: ["HOME": "/new", "ADDED": "a=b"],
            limit: .seconds(30))
        #expect(String(decoding: run.output, as: UTF8.self) == "/new a=b kept\n")
    }

    /// A loader that misses a library ends with 127 too, and says which.
    @Test(arguments: [
        ("kill -SEGV $$", ProgramRun.Ending.signalled(11), "a crash"),
        ("kill -ILL $$", .signalled(4), "an instruction that this CPU does not have"),
        ("kill -KILL $$", .signalled(9), "killed"),
        ("echo 'libx.so: cannot open' >&2; exit 127", .exited(127), "libx.so: cannot open"),
        ("exit 126", .exited(126), "exit code 126"),
    ])
    func theCauseIsTold(script: String, ending: ProgramRun.Ending, cause: String) {
        let run = bash(script)
        #expect(run.ending == ending)
        #expect(run.failure?.contains(cause) == true, "\(run.failure ?? "")")
    }

    @Test func whatCannotBeStartedSaysWhy() throws {
        let folder = try TemporaryFolder()
        try folder.write("#!/nowhere/sh\n", to: "script")
        try folder.write("neither a script nor a program", to: "text")
        let causes = [
            ("/nowhere/llama-bench", "there is no such program"),
            ("\(folder.path)/script", "its interpreter or loader is missing"),
            ("\(folder.path)/text", "it is no program for this machine"), ("/etc/passwd", "it may not be executed"),
            ("\(folder.path)", "it may not be executed"), ("/etc/passwd/x", "ENOTDIR (Not a directory)"),
        ]
        for (path, cause) in causes {
            let run = ProgramRun.run(FilePath(path), [], limit: .seconds(30))
            #expect(run.failure == cause, "\(path)")
        }
    }

    @Test func whatHangsIsEndedWithAllThatItStarted() throws {
        let folder = try TemporaryFolder()
        let run = try StandIn.run("hang", limit: .seconds(1), in: folder)
        #expect(run.ending == .tookTooLong && run.seconds < 25)
        #expect(StandIn.left(of: folder).isEmpty)
    }

    @Test func whoeverNoLongerWantsItEndsIt() throws {
        let folder = try TemporaryFolder()
        var asked = 0
        let run = try StandIn.run("hang", in: folder) {
            asked += 1
            return asked < 8
        }
        #expect(run.ending == .stopped && run.seconds < 25)
        #expect(StandIn.left(of: folder).isEmpty)
    }

    /// Its own children may live on where it ends well, too.
    @Test func whatAProgramLeavesBehindEndsWithIt() throws {
        let folder = try TemporaryFolder()
        let script = "setsid bash -c 'trap \"\" TERM; setsid sleep 1000 & sleep 1000' & sleep 0.3; echo done"
        let run = ProgramRun.run(
            "/bin/bash", ["-c", script], environment: ["STANDIN_TAG": folder.path.string], limit: .seconds(60))
        #expect(run.ending == .exited(0) && run.output == Array("done\n".utf8))
        #expect(run.seconds < 50, "nobody waits for those that hold its output open")
        #expect(StandIn.left(of: folder).isEmpty)
    }

    @Test func endlessOutputIsCutAndEndlessErrorsAreNotKept() throws {
        let folder = try TemporaryFolder()
        #expect(try StandIn.run("flood", in: folder).ending == .wroteTooMuch)
        #expect(StandIn.left(of: folder).isEmpty)
        let loud = bash("head -c 20000000 /dev/zero | tr '\\0' x >&2; echo >&2; echo 'last words' >&2; exit 2")
        #expect(loud.ending == .exited(2) && loud.errors.utf8.count <= 64 << 10)
        #expect(loud.failure?.hasSuffix("last words") == true)
    }

    /// As under a limit that leaves a few files.
    @Test func outputThatIsClosedEarlyIsNoEnd() {
        let run = bash("exec >&-; sleep 0.2; echo late >&2; exec 2>&-; sleep 0.2; exit 7")
        #expect(run.ending == .exited(7) && run.errors == "late\n")
    }
}
