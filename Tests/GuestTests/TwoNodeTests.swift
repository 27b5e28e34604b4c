import SystemPackage
import Statistics
import Records
import Testing
import TestSupport

extension Guests {
    /// Two sockets of two cores with two threads, a node each.
    @Suite struct TwoNodeTests {
        private static let script = """
            small="--array-size 1MiB --time-budget $(seconds 14) --quick"
            both="probe bandwidth $small --kernels read,triad --format json"
            probe topology --format json > topology.json; echo $? > topology.rc
            $both --studies loops,matrix,scaling > bandwidth.json; echo $? > bandwidth.rc
            $both --studies interleaved --time-budget $(seconds 8) > interleaved.json
            probe flops --quick --time-budget $(seconds 5) --format json > flops.json 2> flops.err; echo $? > flops.rc
            triad="probe bandwidth $small --kernels triad --time-budget $(seconds 9) --format json"
            taskset -c 1,4 $triad --studies loops > taskset.json
            denysys mbind $triad --studies loops,interleaved > unbound.json; echo $? > unbound.rc
            denysys mbind,move_pages $triad --studies loops > denied.json 2> denied.err; echo $? > denied.rc
            echo 24 > /sys/devices/system/node/node0/hugepages/hugepages-2048kB/nr_hugepages
            probe bandwidth $small --kernels read --studies pages --time-budget $(seconds 12) --format json > pages.json
            echo 0 > /sys/devices/system/node/node0/hugepages/hugepages-2048kB/nr_hugepages
            probe bandwidth --nodes 7 2> node7.err; echo $? > node7.rc
            probe bandwidth --threads 5 2> threads.err; echo $? > threads.rc
            mkdir /sys/fs/cgroup/box; echo 64M > /sys/fs/cgroup/box/memory.max
            sh -c 'echo $$ > /sys/fs/cgroup/box/cgroup.procs; exec probe bandwidth --time-budget '$(seconds 4)' \
            --quick --kernels read --studies loops --format json' > box.json 2> box.err; echo $? > box.rc
            sh -c 'echo $$ > /sys/fs/cgroup/box/cgroup.procs; exec probe latency --time-budget '$(seconds 4)' --quick \
            --kinds level --format json' > boxlatency.json 2> boxlatency.err; echo $? > boxlatency.rc
            echo 124 > /sys/devices/system/node/node1/hugepages/hugepages-2048kB/nr_hugepages
            probe bandwidth --quick --time-budget $(seconds 9) --kernels read --studies loops --format json \
                > full.json 2> full.err
            echo 250 > /sys/devices/system/node/node1/hugepages/hugepages-2048kB/nr_hugepages
            probe latency --quick --time-budget $(seconds 5) --kinds node --format json > fuller.json 2> fuller.err
            """

        @Test
        func everyNodeIsFoundMeasuredAndProven() async throws {
            let files = try await GuestMachine.run("smt-2node", script: Self.script)
            try checkTopology(files)
            try checkPlacement(files)
            try checkPeaks(files)
            try checkPages(files)
            try checkLimits(files)
            try checkRefusals(files)
        }

        private func checkTopology(_ files: [String: String]) throws {
            let details = try files.record("topology", "topology", TopologyDetails.self).details
            #expect(details.packages == 2)
            #expect(details.cores.count == 4)
            #expect(details.threadsPerCore == 2)
            #expect(details.nodes.map(\.id) == [0, 1])
            #expect(details.nodes.map { "\($0.pus)" } == ["0-3", "4-7"])
            #expect(details.distances == [[10, 21], [21, 10]])
            #expect(details.memoryModules.toldByHypervisor)
        }

        /// One more set than the CPU has, and the emulated machine would have stopped the program.
        private func checkPeaks(_ files: [String: String]) throws {
            let record = try files.record("flops", "flops", FlopsDetails.self)
            #expect(files["flops.rc"] == "0\n")
            let cells = PeakCell.cells(record.measurements).filter { $0.study == .peak }
            #expect(Set(cells.map(\.isa)) == ["scalar", "sse2", "avx2"], "the guest has no AVX-512 and no AMX")
            #expect(cells.contains { $0.summary != nil })
            let sets = record.details.coreSets
            #expect(sets.map(\.cpus.count) == [1, 4, 2, 2] && sets.map(\.package) == [nil, nil, 0, 1])
            #expect(sets.allSatisfy { set in set.cpus.allSatisfy { $0.isMultiple(of: 2) } }, "one thread a core")
        }

        private func checkPlacement(_ files: [String: String]) throws {
            let record = try files.record("bandwidth", "bandwidth", BandwidthDetails.self)
            #expect(files["bandwidth.rc"] == "0\n")
            let cells = record.measurements.compactMap(BandwidthCell.init)
            let loops = cells.of(study: "loops")
            #expect(Set(loops.filter { $0.summary != nil }.map(\.memoryNode)) == ["0", "1", "all"])
            for cell in loops {
                #expect(cell.cpuNode == cell.memoryNode)
                #expect(cell.threads == (cell.cpuNode == "all" ? 4 : 2), "one per core")
                #expect(cell.instructionSet == "avx2", "the guest has no AVX-512")
            }
            for kernel in ["read", "triad"] {
                let matrix = BandwidthMatrix(cells, kernel: kernel)
                #expect(matrix.cpuNodes == [0, 1] && matrix.memoryNodes == [0, 1])
                for pair in [[0, 0], [0, 1], [1, 0], [1, 1]] {
                    #expect(matrix[pair[0], pair[1]]?.summary != nil, "\(kernel) \(pair)")
                }
            }
            #expect(
                Set(cells.of(study: "scaling").map { "\($0.memoryNode) \($0.threads)" }) == [
                    "0 1", "0 2", "1 1", "1 2",
                ])
            let second = try files.record("interleaved", "bandwidth", BandwidthDetails.self)
            let interleaved = second.measurements.compactMap(BandwidthCell.init).of(study: "interleaved")
            #expect(interleaved.count == 2 && interleaved.allSatisfy { $0.summary != nil && $0.threads == 4 })
            try checkProof(record.details.placements + second.details.placements.filter { $0.study != nil })
        }

        private func checkProof(_ placements: [ArrayPlacement]) throws {
            #expect(placements.filter { $0.study == nil }.map(\.node) == [0, 1])
            for placement in placements {
                #expect(placement.placedBy == "mbind")
                #expect(placement.pagesAsked > 0 && placement.pagesOnNode == placement.pagesAsked)
            }
            #expect(placements.first { $0.study == "interleaved" }?.nodes == IDSet([0, 1]))
        }

        /// The guest's pool has pages of 2 MiB and none of 1 GiB.
        private func checkPages(_ files: [String: String]) throws {
            let record = try files.record("pages", "bandwidth", BandwidthDetails.self)
            let cells = record.measurements.compactMap(BandwidthCell.init).of(study: "pages")
            let sizes = Dictionary(
                cells.map { ($0.measurement.labels["pages"] ?? "", $0.pageSize ?? $0.reason) }, uniquingKeysWith: { $1 }
            )
            #expect(sizes["small"] == "4 KiB")
            #expect(sizes["pool of 2 MiB"] == "2 MiB")
            #expect(sizes["pool of 1 GiB"] == "the pool of 1 GiB pages (hugetlb) on node 0 is empty (vm.nr_hugepages)")
            #expect(sizes["transparent huge"] != nil)
        }

        private func checkLimits(_ files: [String: String]) throws {
            let record = try files.record("taskset", "bandwidth", BandwidthDetails.self)
            let loops = record.measurements.compactMap(BandwidthCell.init).of(study: "loops")
            #expect(Set(loops.map(\.threads)) == [1, 2], "one CPU of each node, and both")
            #expect(record.caveats.contains(Caveat(.fewerCPUsAllowed(allowed: 2, existing: 8))))

            #expect(files["box.rc"] == "0\n", "\(files["box.err"] ?? "")")
            let box = try files.record("box", "bandwidth", BandwidthDetails.self)
            #expect(box.details.placements.allSatisfy { 3 * $0.arrayBytes <= 26 << 20 }, "two nodes share 51 MB")
            #expect(box.caveats.contains { $0.text.contains("limited by the memory cgroup") })
            #expect(files["boxlatency.rc"] == "0\n", "\(files["boxlatency.err"] ?? "")")
            let latency = try files.record("boxlatency", "latency", LatencyDetails.self)
            #expect(latency.caveats.contains { $0.text.contains("limited by the memory cgroup") })

            // Most of node 1's memory is set aside for a pool: its arrays are smaller, and node 0's are not.
            let full = try files.record("full", "bandwidth", BandwidthDetails.self)
            let sizes = full.details.placements.filter { $0.study == nil }.map(\.arrayBytes)
            #expect(sizes.count == 2 && sizes[1] < sizes[0], "\(sizes)")
            #expect(full.caveats.contains { $0.text.contains("limited by the node's free memory") })
            // With nothing left, node 1's memory is not measured, and node 0's still is.
            let fuller = try files.record("fuller", "latency", LatencyDetails.self)
            #expect(fuller.details.placements.allSatisfy { $0.node == 0 })
            let loads = fuller.measurements.compactMap(LatencyCell.init)
            #expect(loads.contains { $0.memoryNode == 0 && $0.summary != nil })
            #expect(loads.contains { $0.memoryNode == 1 && $0.reason.contains("left of the node's free memory") })
        }

        private func checkRefusals(_ files: [String: String]) throws {
            let unbound = try files.record("unbound", "bandwidth", BandwidthDetails.self)
            let nodes = unbound.details.placements.filter { $0.study == nil }
            #expect(nodes.allSatisfy { $0.placedBy == "first touch" && $0.pagesOnNode > 0 })
            #expect(unbound.caveats.contains { $0.text.contains("placed by first touch") })
            let interleaved = unbound.measurements.compactMap(BandwidthCell.init).of(study: "interleaved")
            #expect(!interleaved.isEmpty)
            for cell in interleaved { #expect(cell.reason.contains("cannot be interleaved")) }

            #expect(files["denied.rc"] == "77\n")
            #expect(files["denied.json"]?.isEmpty == true, "unbound figures are not printed")
            #expect(files["denied.err"]?.contains("--cap-add SYS_NICE") == true)
            #expect(files["node7.rc"] == "69\n")
            #expect(files["node7.err"]?.contains("node 7") == true)
            #expect(files["threads.rc"] == "69\n")
            #expect(files["threads.err"]?.contains("5 threads on node 0") == true)
        }
    }
}
