import Catalog
import Records
import Report
import Statistics
import Testing

/// The order of findings, and what stands where there are none.
@Suite struct FindingOrderTests {
    private func headings(_ text: String) -> [Substring] {
        text.split(separator: "\n").filter { $0.hasPrefix("### ") }
    }

    @Test func theDearestIsFirstAndWhatIsNotKnownIsLast() throws {
        let text = try Examples.section("Findings") { result in
            result.records["topology"] = try Examples.topology {
                $0.usable.cpuQuota = 8
            } settings: {
                $0.governor = "powersave"
                $0.numaBalancing = true
            }
            result.records["storage"] = try Examples.record(
                "storage", Examples.storageDetails,
                measurements: [Examples.storageRate("direct", block: 1 << 20, readers: 1, 0.05)])
        }
        let costs = headings(text).map { heading -> Double in
            let cost = String(heading).parts(between: ": ").last ?? ""
            if cost.hasPrefix("cost not known") { return -2 }
            if cost.contains("first load") { return -1 }
            if cost.hasPrefix("next to nothing") { return 0 }
            if cost.contains(" with ") { return -0.5 }
            return cost.split(separator: " ").compactMap { Double($0) }.first ?? .nan
        }
        #expect(costs.count >= 6 && costs == costs.sorted(by: >), "\(headings(text))")
        #expect(costs.contains(-1) && costs.suffix(2) == [-2, -2])
        #expect(headings(text).enumerated().allSatisfy { $1.hasPrefix("### \($0 + 1). ") })
        #expect(text.contains("Looked at without a finding: ") && text.contains("Not looked at:\n\n- memory slots: "))
    }

    @Test func theDearestIsInTheVerdict() throws {
        let report = try HardwareReport(try Examples.twoSocketServerWithInference(), catalog: try Catalog.builtIn())
        let line = report.verdict.first { $0.hasPrefix("Limits: ") } ?? ""
        #expect(line.contains("is bound by ") && line.contains(" findings, the dearest: "))
        #expect(report.verdict[0].hasPrefix("Machine: ") && report.verdict[1].hasPrefix("Good for: "))
        let first = report.markdown.parts(between: "### 1. ").last?.split(separator: ":").first ?? ""
        #expect(!first.isEmpty && line.contains("the dearest: \(first) ("))
    }

    /// Without a model's speed the costs are shares of what is read.
    @Test func withoutRatesOfInferenceCostsAreShares() throws {
        let report = try HardwareReport(try Examples.twoSocketServer(), catalog: try Catalog.builtIn()).markdown
        #expect(report.contains("Costs are shares of the read bandwidth, as no model's speed is predicted"))
        #expect(report.contains("Memory reads 41 % of what it should: at most 59 % of the read bandwidth"))
        #expect(
            report.contains("- **Good for:** dense models of at most 38 GB at 10 token/s (limited by reading memory"))
    }

    @Test func whereNothingIsFoundItSaysWhatWasLookedAt() throws {
        var result = try Examples.twoSocketServer()
        result.records = [
            "topology": try Examples.topology {
                ($0.nodes, $0.distances) = ([$0.nodes[0]], nil)
            } settings: {
                $0.governor = "performance"
                $0.transparentHugePages = "always"
            }
        ]
        let text = try HardwareReport(result, catalog: try Catalog.builtIn()).markdown
        #expect(text.contains("## Findings\n\nNone: nothing was seen that costs speed"))
        #expect(text.contains("Looked at without a finding: CPU quotas, allowed CPUs and nodes"))
        #expect(text.contains("- loading from storage: "))
        #expect(text.contains("No findings."))
        #expect(text.contains("## How to run\n\nNot told: ") && text.contains("## Where it stands\n\nNot told: "))
    }

    @Test func nothingFromOutsideActs() throws {
        let evil = "\n# <script>`\u{1B}[2J```\n**x"
        var result = try Examples.twoSocketServerWithInference()
        result.records["topology"] = try Examples.topology {
            $0.cpu.name = evil + "\u{E000}\u{E000}"
            $0.memoryModules = MemoryModules(
                modules: [
                    MemoryModule(locator: evil, size: 1 << 34, type: evil, configuredMTs: 4800, ratedMTs: 5600),
                    MemoryModule(locator: evil + "2", size: 0),
                ], source: evil, toldByHypervisor: false)
        } settings: {
            $0.governor = evil
            $0.virtualization = evil
        }
        var storage = Examples.storageDetails
        storage.directory = evil
        result.records["storage"] = try Examples.record(
            "storage", storage, measurements: [Examples.storageRate("direct", block: 1 << 20, readers: 1, 0.05)])
        let text = try HardwareReport(result, catalog: try Catalog.builtIn()).markdown
        #expect(!text.contains("<script>") && !text.contains("\u{1B}"))
        let standing = text.parts(between: "\n## ").first { $0.hasPrefix("Where it stands") } ?? ""
        #expect(standing.contains("| **this machine: ") && standing.parts(between: "**").count == 11)
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("```") }.count.isMultiple(of: 2))
        #expect(!text.contains("\n# &lt;") && !text.contains("[2J```"))
    }
}
