import Records
import Statistics
import Testing
import TestSupport

extension Guests {
    /// Two sockets of two cores with two threads, a node each: what threads are worth, with SMT, without it, and with a
    /// CPU switched off.
    @Suite struct ThreadTests {
        /// The emulation is some hundred times slower than the machine: one round of samples is all it has time for.
        private static let small = "--quick --array-size 1MiB --format json"

        private func smt(_ files: [String: String], _ name: String) throws -> Record<SMTDetails> {
            let text = files[name] ?? ""
            let result = try RecordCoding.result(from: Array(text.utf8), source: "\(name): \(files["errors"] ?? "")")
            return try #require(try result.record("smt", details: SMTDetails.self))
        }

        private func scaling(_ files: [String: String], _ name: String) throws -> Record<ScalingDetails> {
            let text = files[name] ?? ""
            let result = try RecordCoding.result(from: Array(text.utf8), source: "\(name): \(files["errors"] ?? "")")
            return try #require(try result.record("scaling", details: ScalingDetails.self))
        }

        @Test
        func siblingsAreFoundAndThreadsAreLaidAsAsked() async throws {
            let files = try await GuestMachine.run(
                "smt-2node",
                script: """
                    exec 2> errors
                    probe smt \(Self.small) --time-budget $(seconds 30) > smt.json
                    probe scaling \(Self.small) --time-budget $(seconds 25) --workloads fma,read \
                    --counts 1,2,4,8 > scaling.json
                    taskset -c 0,2 probe smt \(Self.small) > masked.json
                    echo 0 > /sys/devices/system/cpu/cpu3/online
                    probe smt \(Self.small) --time-budget $(seconds 8) --workloads fma > sibling.json
                    probe scaling \(Self.small) --time-budget $(seconds 8) --workloads read > scaling7.json
                    echo 0 > /sys/devices/system/cpu/cpu2/online
                    probe smt \(Self.small) --time-budget $(seconds 8) --workloads fma > core.json
                    """)
            try checkSiblings(try smt(files, "smt.json"))
            try checkPlacement(try scaling(files, "scaling.json"))
            try checkOffline(files)
        }

        private func checkSiblings(_ record: Record<SMTDetails>) throws {
            #expect(record.details.state == .on(threadsPerCore: 2))
            #expect(record.details.cores.map { "\($0)" } == ["0-1", "2-3", "4-5", "6-7"])
            let cells = record.measurements.compactMap(SMTCell.init)
            for workload in Workload.allCases {
                let own = cells.filter { $0.workload == workload }
                #expect(own.map(\.threadsPerCore) == [1, 2], "\(workload)")
                #expect(own.map { $0.measurement.labels["threads"] } == ["4", "8"])
                #expect(own.allSatisfy { $0.summary != nil }, "\(workload): \(own.map(\.reason))")
            }
            checkProof(record.details.placements)
        }

        private func checkPlacement(_ record: Record<ScalingDetails>) throws {
            let orders = record.details.orders
            #expect(orders.map(\.placement) == ["compact", "spread"])
            #expect(orders.first?.cpus == [0, 2, 4, 6, 1, 3, 5, 7])
            #expect(orders.last?.cpus == [0, 4, 2, 6, 1, 5, 3, 7])
            #expect(record.details.cores == 4)
            let cells = record.measurements.compactMap(ScalingCell.init)
            for placement in ["compact", "spread"] {
                let own = cells.filter { $0.placement == placement && $0.workload == .read }
                #expect(own.map(\.threads) == [1, 2, 4, 8] && own.allSatisfy { $0.summary != nil })
            }
            // Two threads are on one node or on two; four are on the same cores, and measured once.
            func samples(_ placement: String, _ threads: Int) -> [Sample]? {
                cells.first { $0.placement == placement && $0.threads == threads && $0.workload == .read }?
                    .measurement.samples
            }
            #expect(samples("compact", 2) != samples("spread", 2))
            #expect(samples("compact", 4) == samples("spread", 4))
            checkProof(record.details.placements)
        }

        private func checkProof(_ placements: [ArrayPlacement]) {
            #expect(Set(placements.map(\.node)) == [0, 1])
            for placement in placements {
                #expect(placement.pagesAsked > 0 && placement.pagesOnNode == placement.pagesAsked)
            }
        }

        private func checkOffline(_ files: [String: String]) throws {
            let masked = try smt(files, "masked.json")
            #expect(masked.details.state == .siblingsNotUsable(notAllowed: IDSet([1, 3]), offline: IDSet([])))
            #expect(masked.measurements.allSatisfy { $0.notMeasured?.contains("taskset") == true })

            // Without its sibling a core is left out, and without the core the others are as before.
            for name in ["sibling.json", "core.json"] {
                let record = try smt(files, name)
                #expect(record.details.cores.map { "\($0)" } == ["0-1", "4-5", "6-7"], "\(name)")
                #expect(record.measurements.allSatisfy { $0.summary != nil }, "\(name)")
            }
            let scaling = try scaling(files, "scaling7.json")
            #expect(scaling.details.orders.first?.cpus == [0, 2, 4, 6, 1, 5, 7])
            #expect(scaling.measurements.contains { $0.labels["threads"] == "7" && $0.summary != nil })
        }

        @Test
        func theKernelSwitchesItOff() async throws {
            let files = try await GuestMachine.run(
                "smt-2node",
                script: """
                    exec 2> errors
                    probe smt \(Self.small) > smt.json; echo $? > smt.rc
                    probe smt --quick > smt.txt
                    probe scaling \(Self.small) --time-budget $(seconds 8) --workloads read > scaling.json
                    """, environment: ["APPEND": "nosmt"])
            #expect(files["smt.rc"] == "0\n")
            let record = try smt(files, "smt.json")
            #expect(record.details.state == .off(control: "off"))
            #expect(record.measurements.count == Workload.allCases.count)
            #expect(
                record.measurements.allSatisfy { $0.summary == nil && $0.notMeasured?.contains("SMT is off") == true })
            #expect(files["smt.txt"]?.contains("SMT is off") == true)
            #expect(try scaling(files, "scaling.json").details.orders.first?.cpus == [0, 2, 4, 6])
        }
    }
}
