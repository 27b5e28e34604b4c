import Testing

extension Guests {
    /// What the report finds in a machine whose settings are made bad on purpose, one after the other.
    @Suite struct FindingTests {
        /// The topology's record has what most of these rules look at. How busy the machine is, only programs that
        /// measure tell: so one does, for a second.
        private static let script = """
            tell() {
                name=$1; shift
                "$@" probe all --quick --time-budget $(seconds 1) --array-size 1MiB --skip $others \
                    --output /tmp/folder > $name.log 2>&1
                echo $? > $name.rc; cp /tmp/folder/report.md $name.md
            }
            others=bandwidth,latency,flops,smt,scaling,inference
            balancing=/proc/sys/kernel/numa_balancing pages=/sys/kernel/mm/transparent_hugepage/enabled
            echo 0 > $balancing
            tell plain
            echo 1 > $balancing
            tell balancing
            echo 0 > $balancing; echo never > $pages
            tell pages
            echo always > $pages
            mkdir /sys/fs/cgroup/box; echo '100000 100000' > /sys/fs/cgroup/box/cpu.max
            tell quota sh -c 'echo $$ > /sys/fs/cgroup/box/cgroup.procs; exec "$@"' box
            others=latency,flops,smt,scaling,inference
            tell part taskset -c 0,2
            taskset -c 2 sh -c 'while :; do :; done' & hog=$!
            tell hog taskset -c 0,2
            kill $hog
            """

        private static let quota = "A CPU quota stops the threads"
        private static let balancing = "Automatic NUMA balancing is on"
        private static let pages = "Transparent huge pages are off"
        private static let part = "Only a part of the machine may be used"
        private static let busy = "Other work takes a part of the machine"

        @Test
        func whatIsMadeBadIsFoundAndNothingElse() async throws {
            let files = try await GuestMachine.run("smt-2node", script: Self.script)
            let expected = [
                "plain": [], "balancing": [Self.balancing], "pages": [Self.pages], "quota": [Self.quota],
            ]
            for (name, titles) in expected {
                #expect(try self.titles(files, name) == titles, "\(name): \(files["\(name).log"] ?? "")")
            }
            // Where bandwidth is measured, what else runs on the host may be told as neighbours' work.
            let all: Set = [Self.quota, Self.balancing, Self.pages, Self.part, Self.busy]
            #expect(try all.intersection(titles(files, "part")) == [Self.part])
            #expect(try all.intersection(titles(files, "hog")) == [Self.part, Self.busy])
            #expect(try findings(files, "plain").contains("None: nothing was seen"))
            #expect(try findings(files, "pages").contains("transparent_hugepage/enabled is never"))
            #expect(try findings(files, "part").contains("2 of 8 logical CPUs"))
            #expect(try findings(files, "hog").contains("CPUs busy just before the run"))
            try checkQuota(files)
        }

        /// Fewer threads than cores are advised, in the finding and in the line to run.
        private func checkQuota(_ files: [String: String]) throws {
            let text = try findings(files, "quota")
            #expect(text.contains("\(Self.quota): at most 75 % of the read bandwidth"), "one CPU of four cores' time")
            #expect(text.contains("A cgroup grants 1 CPUs' worth of time, and there are 4 cores"))
            #expect(text.contains("Until then use 1 thread:"))
            #expect(text.contains("llama-server -m MODEL.gguf -t 1 -tb 1\n"))
        }

        /// A report's section of findings.
        private func findings(_ files: [String: String], _ name: String) throws -> Substring {
            #expect(files["\(name).rc"] == "0\n", "\(files["\(name).log"] ?? "")")
            let report = try #require(files["\(name).md"], "\(name): \(files["\(name).log"] ?? "")")
            let start = try #require(report.firstRange(of: "## Findings\n"))
            let rest = report[start.upperBound...]
            return rest[..<(rest.firstRange(of: "\n## ")?.lowerBound ?? rest.endIndex)]
        }

        /// Without their numbers and costs.
        private func titles(_ files: [String: String], _ name: String) throws -> [String] {
            try findings(files, name).split(separator: "\n").filter { $0.hasPrefix("### ") }
                .map { String($0.drop { $0 != " " }.dropFirst().drop { $0 != " " }.dropFirst().prefix { $0 != ":" }) }
        }
    }
}
