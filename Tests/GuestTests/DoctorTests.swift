import Testing
import TestSupport

extension Guests {
    /// What only a machine of one's own can show: cgroups, nodes, settings, CPUs that are isolated or off.
    @Suite struct DoctorTests {
        private static let script = """
            d() { name=$1; shift; "$@" > $name.csv 2> $name.err; echo $? > $name.rc; }
            doctor="probe doctor --format csv"
            sysctl -w kernel.numa_balancing=0
            # Programs lie in the guest's memory, and these take half of a node's.
            for name in bandwidth latency flops smt scaling inference storage engine; do
              printf '#!/bin/sh\\n' > /job/probe-$name; chmod +x /job/probe-$name
            done
            d plain $doctor
            cd /sys/fs/cgroup; mkdir quota set mem
            echo "50000 100000" > quota/cpu.max; echo 100M > mem/memory.max
            echo 1-3 > set/cpuset.cpus; echo 1 > set/cpuset.mems; cd /tmp/out
            for group in quota set mem; do
              d $group sh -c "echo \\$\\$ > /sys/fs/cgroup/$group/cgroup.procs; exec $doctor"
            done
            d denied denysys mbind,move_pages $doctor
            d unbound denysys mbind $doctor
            d unasked denysys move_pages $doctor
            echo never > /sys/kernel/mm/transparent_hugepage/enabled
            sysctl -w kernel.numa_balancing=1 vm.nr_hugepages=8
            echo 0 > /sys/devices/system/cpu/cpu5/online
            d settings $doctor
            echo 25 > /proc/sys/vm/overcommit_ratio; echo 2 > /proc/sys/vm/overcommit_memory
            d commit $doctor
            echo 0 > /proc/sys/vm/overcommit_memory
            (while :; do :; done) & hog=$!; taskset -pc 3 $hog
            d hog $doctor
            kill $hog
            """

        @Test
        func everyObstacleOfAGuestIsNamed() async throws {
            let files = try await GuestMachine.run(
                "smt-2node", script: Self.script, environment: ["APPEND": "isolcpus=6 nohz_full=7"])
            func has(_ run: String, _ check: String, _ state: String, _ text: String) -> Bool {
                let lines = (files["\(run).csv"] ?? "").split(separator: "\n")
                return lines.contains { $0.hasPrefix("\(check),\(state),") && $0.contains(text) }
            }
            func expect(_ run: String, _ check: String, _ state: String, _ text: String) {
                #expect(has(run, check, state, text), "\(check) \(state) in \(files["\(run).csv"] ?? "no answer")")
            }
            expect("plain", "mbind", "ok", "on nodes 0-1")
            expect("plain", "numa-balancing", "ok", "off")
            expect("plain", "isolated-cpus", "note", "CPU 6 is isolated (isolcpus), outside")
            expect("plain", "isolated-cpus", "note", "taskset --cpu-list 0-7 probe all")
            expect("plain", "tickless-cpus", "note", "CPU 7 runs without")
            expect("plain", "cpus-allowed", "note", "7 of the machine's 8")
            expect("plain", "memory", "ok", "Arrays need")
            expect("quota", "cpu-quota", "bad", "0.5 CPUs' worth")
            expect("quota", "throttling", "bad", "Tried: the quota stopped threads")
            expect("set", "cpus-allowed", "note", "3 of the machine's 8")
            expect("set", "nodes-allowed", "note", "NUMA nodes 1 of 0-1")
            expect("set", "mbind", "ok", "on node 1,")
            expect("mem", "memory", "bad", "limited by the memory cgroup")
            expect("denied", "mbind", "bad", "Node 0-1: memory could be neither bound")
            expect("unbound", "mbind", "note", "first touch")
            expect("unasked", "move_pages", "note", "could not be asked")
            expect("settings", "transparent-huge-pages", "bad", "off")
            expect("settings", "numa-balancing", "bad", "on")
            expect("settings", "cpus-online", "note", "CPU 5 is switched off")
            expect("settings", "hugetlb", "ok", "pages of 2 MiB")
            expect("commit", "overcommit", "note", "may still be asked for")
            expect("commit", "memory", "bad", "ENOMEM")
            expect("hog", "waiting", "bad", "CPU 3")
            // Two real CPUs emulate eight, on which the guest's own housekeeping takes long at times.
            #expect(files["plain.rc"] == (has("plain", "waiting", "bad", "") ? "1\n" : "0\n"))
            for run in ["quota", "mem", "denied", "settings", "commit", "hog"] {
                #expect(files["\(run).rc"] == "1\n", "\(run): \(files["\(run).err"] ?? "")")
            }
        }
    }
}
