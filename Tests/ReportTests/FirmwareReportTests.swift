import Catalog
import Records
import Report
import Testing

/// What the report says of the firmware's claims.
@Suite struct FirmwareReportTests {
    private func markdown(_ result: RunResult) throws -> String {
        try HardwareReport(result, catalog: try Catalog.builtIn()).markdown
    }

    @Test func theFirmwaresClaimsAreShownAndNamedAsSuch() throws {
        #expect(!(try markdown(try Examples.twoSocketServer())).contains("irmware GB/s"), "where there are none")
        var result = try Examples.twoSocketServer()
        var details = Examples.twoSocketTopology
        details.nodes[1].firmware = FirmwareMemory(
            initiators: IDSet([1]), readBandwidthMBs: 307_200, writeBandwidthMBs: 153_600, readLatencyNs: 95,
            writeLatencyNs: 95)
        result.records["topology"] = try Examples.record("topology", details)
        let text = try markdown(result)
        #expect(text.contains("| L3         | Firmware GB/s | Firmware ns | to 0 | to 1 |"))
        #expect(
            text.contains(
                "|    0 | 64 GiB | –    | 0-15,32-47  | 1 × 32 MiB |             – |           – |   10 |   21 |"))
        #expect(
            text.contains(
                "|    1 | 64 GiB | –    | 16-31,48-63 | 1 × 32 MiB |     307 / 154 |          95 |   21 |   10 |"))
        #expect(text.contains("the firmware (ACPI HMAT) claims for the nearest CPUs"))
        #expect(text.contains("they are not measurements."))
    }

    @Test func oneNodeHasATableOnlyForWhatTheFirmwareClaims() throws {
        var result = try Examples.twoSocketServer()
        var details = Examples.twoSocketTopology
        details.nodes.removeLast()
        details.distances = nil
        result.records["topology"] = try Examples.record("topology", details)
        #expect(!(try markdown(result)).contains("| Node | Memory"))
        details.nodes[0].firmware = FirmwareMemory(initiators: IDSet([0]), writeLatencyNs: 95)
        result.records["topology"] = try Examples.record("topology", details)
        #expect(try markdown(result).contains("| 1 × 32 MiB |             – |      – / 95 |"))
    }
}
