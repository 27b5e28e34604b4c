import Records
import Statistics
import Testing

@Suite struct PeakCellTests {
    private func figure(_ quantity: String, _ labels: [String: String]) -> Measurement {
        Measurement(
            quantity, unit: "GOP/s", labels: ["study": "peak"].merging(labels) { $1 },
            samples: [Sample(value: 64, seconds: 1)], stopped: .count, better: .largest)
    }

    private func cell(_ labels: [String: String]) -> PeakCell? {
        PeakCell(figure(PeakCell.quantity, labels), among: [])
    }

    @Test(arguments: ["-5", "0", "65537", "", "two"])
    func noMachineHasThatManyThreads(threads: String) {
        #expect(cell(["threads": threads]) == nil)
        #expect(cell(["threads": "2", "cores": threads]) == nil)
    }

    @Test func coresAreToldApartFromThreads() {
        #expect(cell(["threads": "65536"])?.cores == 65536, "without the label each thread has a core of its own")
        #expect(cell(["threads": "64", "cores": "32"])?.cores == 32)
        #expect(cell(["threads": "64", "cores": "65"]) == nil)
    }

    @Test func withoutItsClockNothingIsKnownPerCycle() {
        let labels = ["threads": "2", "theoretical_ops_per_cycle": "64"]
        let rows = [PeakCell.quantity, PeakCell.clockQuantity, PeakCell.perCycleQuantity].map { figure($0, labels) }
        #expect(PeakCell.cells(rows).first?.shareOfTheory == 1)
        let lost = PeakCell.cells([rows[0], rows[2]]).first
        #expect(lost?.summary != nil && lost?.perCycle == nil && lost?.shareOfTheory == nil)
    }
}
