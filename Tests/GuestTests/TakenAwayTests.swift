import Records
import Statistics
import Testing
import TestSupport

extension Guests {
    /// What is taken from programs while they measure: time by a quota, CPUs and memory by a cpuset, a CPU by a switch.
    @Suite struct TakenAwayTests {
        /// A sample of four threads takes 40 ms of CPU time, and the quota grants 10 ms in 20: none escapes it.
        /// A change is made when a good quarter of a program's time has passed since it told its plan: it measures
        /// then, and is far from done.
        private static let script = """
            cg=/sys/fs/cgroup
            echo "+cpu +cpuset +memory" > $cg/cgroup.subtree_control
            mkdir $cg/quota $cg/set $cg/small
            echo '10000 20000' > $cg/quota/cpu.max
            echo 0-7 > $cg/set/cpuset.cpus; echo 0-1 > $cg/set/cpuset.mems
            inside() { group=$1; shift; sh -c 'echo $$ > $0/cgroup.procs; exec "$@"' $cg/$group "$@"; }
            small="--array-size 1MiB --quick --format json"
            inside quota probe bandwidth $small --time-budget $(seconds 10) --kernels read --studies loops \\
                > quota.json 2> quota.err; echo $? > quota.rc
            others=latency,flops,smt,scaling,inference
            inside quota probe all --quick --time-budget $(seconds 14) --array-size 1MiB --skip $others \\
                --output /tmp/folder > all.txt 2> all.err; echo $? > all.rc; cp /tmp/folder/report.md report.md
            probe predict /tmp/folder/result.json > predict.txt 2> predict.err; echo $? > predict.rc
            changing() {
                name=$1 change=$2 back=$3; shift 3
                "$@" > $name.json 2> $name.err & pid=$!
                while ! grep -q '^plan' $name.err; do sleep 0.2; done; sleep $(seconds 4)
                sh -c "$change"; wait $pid; echo $? > $name.rc; sh -c "$back"
            }
            cpus=$cg/set/cpuset.cpus mems=$cg/set/cpuset.mems online=/sys/devices/system/cpu/cpu2/online
            changing cpus "echo 0-1,3-7 > $cpus" "echo 0-7 > $cpus" \\
                inside set probe latency $small --time-budget $(seconds 14) --kinds handover
            changing mems "echo 0 > $mems" "echo 0-1 > $mems" \\
                inside set probe bandwidth $small --time-budget $(seconds 14) --kernels read --studies loops
            changing switched "echo 0 > $online" "echo 1 > $online" \\
                probe latency $small --time-budget $(seconds 14) --kinds handover
            mkdir /tmp/tools; cp "$(command -v probe)" /tmp/tools
            printf '#!/bin/sh\\nx=aaaaaaaa\\nwhile :; do x=$x$x; done\\n' > /tmp/tools/probe-hog
            chmod +x /tmp/tools/probe-hog
            echo 100M > $cg/small/memory.max
            inside small /tmp/tools/probe all --time-budget $(seconds 2) --skip topology,bandwidth,$others \\
                --output /tmp/killed > killed.txt 2> killed.err; echo $? > killed.rc
            """

        @Test
        func whatIsTakenIsSeenAndNamed() async throws {
            let files = try await GuestMachine.run("smt-2node", script: Self.script)
            try checkQuota(files)
            try checkSpoiltRun(files)
            try checkCPUs(files, "cpus", cause: "its cpuset or affinity was changed")
            try checkCPUs(files, "switched", cause: "it was switched off")
            try checkMemory(files)
            #expect(files["killed.rc"] == "1\n", "\(files["killed.err"] ?? "")")
            #expect(files["killed.err"]?.contains("probe-hog failed: ended by signal 9: it was killed while") == true)
            #expect(files["killed.err"]?.contains("Raise the limit (docker: --memory)") == true)
        }

        private func checkQuota(_ files: [String: String]) throws {
            #expect(files["quota.rc"] == "1\n", "\(files["quota.err"] ?? "")")
            #expect(files["quota.err"]?.contains("figures are invalid: a CPU quota of 0.5 CPUs stopped") == true)
            let record = try files.record("quota", "bandwidth", BandwidthDetails.self)
            let all = record.measurements.compactMap(BandwidthCell.init).of(study: "loops").first {
                $0.cpuNode == "all"
            }
            let whole = try #require(all?.measurement)
            #expect(whole.invalid?.hasPrefix("a CPU quota stopped the threads in ") == true)
            #expect(whole.summary?.isInvalid == true, "it is kept")
            let noise = whole.samples.compactMap(\.noise)
            #expect(noise.count == whole.samples.count && noise.allSatisfy { $0.quotaCPUs == 0.5 })
            #expect(noise.contains { $0.throttledPeriods > 0 && $0.periods >= $0.throttledPeriods })
            #expect(noise.contains { $0.throttledSeconds > 0 })
        }

        private func checkSpoiltRun(_ files: [String: String]) throws {
            #expect(files["all.rc"] == "1\n", "\(files["all.err"] ?? "")")
            #expect(files["all.txt"]?.contains("\nInvalid: ") == true)
            let report = try #require(files["report.md"])
            #expect(report.contains("- **Invalid:** ") && report.contains("- **Good for (invalid):** "))
            #expect(report.contains("**These predictions are invalid, as they rest on figures that are."))
            #expect(files["predict.rc"] == "1\n")
            #expect(files["predict.txt"]?.hasPrefix("These predictions are invalid") == true)
        }

        /// CPU 2 goes; hand-overs with it are dropped, and others stand. One that ran when the cpuset changed may have
        /// been let loose: then it is dropped too, and says so.
        private func checkCPUs(_ files: [String: String], _ name: String, cause: String) throws {
            #expect(files["\(name).rc"] == "0\n", "\(files["\(name).err"] ?? "")")
            let record = try files.record(name, "latency", LatencyDetails.self)
            let cells = record.measurements.compactMap(LatencyCell.init)
            let lost = cells.filter { $0.measurement.takenAway?.cpus.contains(2) == true }
            #expect(!lost.isEmpty && lost.allSatisfy { $0.cpu == 2 || $0.peer == 2 })
            for cell in lost {
                #expect(cell.reason.contains("CPU 2 was taken away during the run ("), "\(cell.reason)")
            }
            #expect(lost.contains { $0.reason.contains(" during the run (\(cause))") }, "\(lost.map(\.reason))")
            #expect(cells.contains { $0.summary != nil && $0.cpu != 2 && $0.peer != 2 })
            #expect(
                record.caveats.contains { $0.text.hasPrefix("CPU 2 was taken away") && $0.text.contains("hand-over") })
            #expect(record.caveats.contains { $0.text.contains("changed during the run: CPU 2 gone") })
        }

        private func checkMemory(_ files: [String: String]) throws {
            #expect(files["mems.rc"] == "0\n", "\(files["mems.err"] ?? "")")
            let record = try files.record("mems", "bandwidth", BandwidthDetails.self)
            let loops = record.measurements.compactMap(BandwidthCell.init).of(study: "loops")
            let reason = "the memory of node 1 was taken away during the run (cpuset.mems was changed)"
            let lost = loops.filter { $0.reason == reason }
            #expect(!lost.isEmpty && lost.allSatisfy { $0.memoryNode != "0" })
            #expect(loops.contains { $0.memoryNode == "0" && $0.summary != nil })
            #expect(record.caveats.contains { $0.text.contains("changed during the run: NUMA node 1 gone") })
        }
    }
}
