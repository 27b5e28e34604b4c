import SystemPackage
import Records
import Testing
import TestSupport

/// `probe doctor`, under what it is there to find.
@Suite(.serialized) struct DoctorProgramTests {
    private let doctor = Repository.programs.appending("probe-doctor").string

    /// Lines of CSV by check: the state, and all of the line.
    private func lines(_ run: Finished) -> [String: (state: String, line: String)] {
        var lines: [String: (state: String, line: String)] = [:]
        for line in run.output.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: ",", maxSplits: 2).map(String.init)
            // The gravest of a check comes first.
            if cells.count == 3, lines[cells[0]] == nil { lines[cells[0]] = (cells[1], String(line)) }
        }
        return lines
    }

    private func shell(_ script: String) async throws -> Finished { try await Command.run("bash", ["-c", script]) }

    private func denying(_ calls: String, in folder: TemporaryFolder) async throws -> Finished {
        let source = Repository.root.appending("Tests/GuestTests/Guest/denysys.c").string
        let deny = folder.path.appending("denysys").string
        let built = try await Command.run("gcc", ["-O1", "-o", deny, source])
        try #require(built.code == 0, "\(built.errors)")
        return try await Command.run("timeout", ["120", deny, calls, doctor, "--format", "csv"])
    }

    @Test func theVerdictComesFirstAndIsTheExitCode() async throws {
        let folder = try TemporaryFolder()
        let output = ["--output", folder.path.string]
        let table = try await Command.probe("probe", ["doctor"] + output)
        let verdict = try #require(table.output.split(separator: "\n").first)
        #expect(verdict.hasPrefix(table.code == 0 ? "Fit to measure:" : "Not fit to measure:"))
        #expect(table.output.contains("State ") && table.output.contains("Remedy"))
        #expect(table.output.split(separator: "\n").allSatisfy { $0.count <= 120 })
        let json = try await Command.probe("probe", ["doctor", "--format", "json"] + output)
        let record = try JSONReader.value(Array(json.output.utf8))
        #expect(json.code == 0 || json.code == 1, "\(json.errors)")
        #expect(json.output.contains("\"isFit\" : \(json.code == 0)"), "\(record)")
        #expect(json.errors.isEmpty && table.errors.isEmpty, "\(table.errors)")
        let csv = try await Command.probe("probe", ["doctor", "--format", "csv"] + output)
        #expect(csv.output.hasPrefix("check,state,what,effect,remedy\n"))
        #expect(lines(csv).values.contains { $0.state == "bad" } == (csv.code == 1))
        #expect(TextFile.names(in: folder.path).isEmpty, "nothing is left behind")
    }

    @Test func theDriverLeavesItOut() async throws {
        let folder = try TemporaryFolder()
        let others = "bandwidth,latency,flops,smt,scaling,inference,storage,engine"
        let run = try await Command.probe("probe", ["all", "--skip", others, "--output", "out"], folder: folder.path)
        #expect(run.code == 0, "\(run.errors)")
        let text = try TextFile.read(folder.path.appending("out/result.json"))
        let result = try RecordCoding.result(from: Array(text.utf8), source: "result.json")
        #expect(result.records.keys.contains("topology") && !result.runs.contains { $0.name == "doctor" })
    }

    @Test func deniedCallsAreNamed() async throws {
        let folder = try TemporaryFolder()
        let pinning = lines(try await denying("sched_setaffinity", in: folder))["sched_setaffinity"]
        #expect(pinning?.state == "bad" && pinning?.line.contains("EPERM") == true)
        let asking = try await denying("sched_getaffinity", in: folder)
        #expect(asking.code == 1 && lines(asking)["machine"]?.state == "bad")
        let binding = lines(try await denying("mbind", in: folder))["mbind"]
        #expect(binding?.state == "note" && binding?.line.contains("first touch") == true)
        let finding = lines(try await denying("move_pages", in: folder))["move_pages"]
        #expect(finding?.state == "note" && finding?.line.contains("--cap-add SYS_NICE") == true)
    }

    /// One pinned hog is half of its CPU, and next to nothing of a large machine's load.
    @Test func aPinnedHogIsFoundOnItsCPU() async throws {
        let run = try await shell(
            """
            cpu=$(taskset -pc $$ | sed 's/.*: //; s/[-,].*//')
            taskset -c "$cpu" sh -c 'while :; do :; done' & hog=$!
            sleep 0.3; taskset -c "$cpu" '\(doctor)' --format csv; code=$?
            kill $hog; exit $code
            """)
        #expect(run.code == 1)
        #expect(lines(run)["waiting"]?.state == "bad", "\(run.output)")
        #expect(lines(run)["load"]?.state == "bad", "one busy CPU where one may be used")
    }

    @Test func limitsOfTheShell() async throws {
        let memory = lines(try await shell("ulimit -v 300000; '\(doctor)' --format csv"))["memory"]
        #expect(memory?.state == "bad" && memory?.line.contains("ulimit -v") == true)
        let files = try await shell("ulimit -n 20; '\(doctor)' --format csv")
        #expect(files.code == 1 && lines(files)["limits"]?.line.contains("ulimit -n 64") == true)
        let stack = try await shell("ulimit -s 128; '\(doctor)' --format csv")
        #expect(stack.code == 1 && lines(stack)["limits"]?.line.contains("ulimit -s") == true)
        let one = lines(
            try await shell("taskset -c $(taskset -pc $$ | sed 's/.*: //; s/[-,].*//') '\(doctor)' --format csv"))
        #expect(one["cpus-allowed"]?.line.contains("This process may use 1 of") == true)
    }

    /// It says so, and leaves the CPUs to it.
    @Test func anotherRunIsNamedAndNotDisturbed() async throws {
        let folder = try TemporaryFolder()
        let bandwidth = Repository.programs.appending("probe-bandwidth").string
        let run = try await shell(
            """
            export PROBE_LOCK='\(folder.path)/lock'
            '\(bandwidth)' --quick --array-size 4MiB --time-budget 8s > /dev/null 2>&1 & other=$!
            for try in 1 2 3 4 5 6 7 8; do
              sleep 0.3; '\(doctor)' --format csv > '\(folder.path)/seen'; code=$?
              if grep -q '^turn,bad' '\(folder.path)/seen'; then break; fi
            done
            kill $other; cat '\(folder.path)/seen'; echo "pid,,$other"; exit $code
            """)
        #expect(run.code == 1, "\(run.errors)")
        let turn = try #require(lines(run)["turn"])
        let other = try #require(run.output.split(separator: "\n").last?.split(separator: ",").last)
        #expect(turn.state == "bad" && turn.line.contains(other), "\(turn)")
        #expect(lines(run)["waiting"] == nil)
    }

    @Test func aPlaceForTheReport() async throws {
        let inside = "unshare -rm bash -c \"mount -t tmpfs -o size=64k t /mnt && '\(doctor)' --format csv --output "
        let full = lines(try await shell(inside + "/mnt/reports/x\""))["output"]
        #expect(full?.state == "bad" && full?.line.contains("Only 64 KiB is free for /mnt/reports/x") == true)
        let forbidden = lines(
            try await shell(inside.replacing("size=64k", with: "ro,size=64m") + "/mnt\""))["output"]
        #expect(forbidden?.state == "bad" && forbidden?.line.contains("EROFS") == true)
        let missing = try await Command.run(doctor, ["--output", ""])
        #expect(missing.code == 64)
    }

    @Test func missingProgramsAndHiddenFilesAreTold() async throws {
        let folder = try TemporaryFolder()
        let copied = try await Command.run("cp", [doctor, folder.path.string])
        try #require(copied.code == 0)
        let alone = try await Command.run(
            folder.path.appending("probe-doctor").string, ["--format", "csv"], environment: ["PATH": "/nowhere"])
        #expect(alone.code == 1)
        #expect(lines(alone)["programs"]?.line.contains("Missing: probe-topology, probe-bandwidth") == true)
        let blind = try await shell(
            "unshare -rmpf bash -c \"mount -t tmpfs t /proc; mount -t tmpfs t /sys; '\(doctor)' --format csv\"")
        #expect(blind.code == 1, "\(blind.errors)")
        #expect(lines(blind)["sys-files"]?.state == "bad", "without /proc, arguments are still read")
        for missing in ["self/cgroup", "stat", "thread-self/schedstat"] {
            #expect(blind.output.contains("/proc/\(missing))"), "\(missing)")
        }
    }

    /// Without a node, and with lists of nodes that are none: hwloc would end the program.
    @Test(arguments: ["", "-1", "99999999999999999999", "0-4294967295", "0-18446744073709551615"])
    func aListOfNodesThatIsNoneIsNamed(online: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write(online, to: "online")
        let nodes = "/sys/devices/system/node"
        let mount =
            online.isEmpty ? "mount -t tmpfs none \(nodes)" : "mount --bind '\(folder.path)/online' \(nodes)/online"
        func run(_ program: String, _ arguments: String) async throws -> Finished {
            let path = Repository.programs.appending(program).string
            return try await Command.run("unshare", ["-rm", "sh", "-c", "\(mount) || exit 99; '\(path)' \(arguments)"])
        }
        let found = try await run("probe-doctor", "--format csv")
        if found.code == 99 { try Test.cancel("nothing can be mounted there: \(found.errors)") }
        #expect(found.code == 1, "\(found.errors)")
        #expect(lines(found)["machine"]?.state == "bad" && lines(found)["machine"]?.line.contains(nodes) == true)
        let refused = try await run("probe-flops", "--quick")
        #expect(refused.code == 69 && refused.errors.contains(nodes), "\(refused.code) \(refused.errors)")
    }

    /// hwloc would describe another machine, and binding there would do nothing.
    @Test func anotherMachineIsNotThisOne() async throws {
        let run = try await Command.run(
            doctor, ["--format", "csv"], environment: ["HWLOC_SYNTHETIC": "node:2 pu:2"])
        #expect(run.code == 1 && lines(run)["machine"]?.line.contains("HWLOC_SYNTHETIC") == true)
    }
}
