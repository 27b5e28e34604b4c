import Catalog
import Records
import Report
import Testing

/// How to run llama.cpp here, and where the machine stands.
@Suite struct RunSectionTests {
    @Test func eachPlacementHasItsLinesAndSpeeds() throws {
        let text = try Examples.section("How to run")
        #expect(text.contains("### With node "))
        #expect(
            text.contains(
                " llama-server -m MODEL.gguf --numa numactl -t 16 -tb 16 -c 8192 --load-mode none\n"))
        #expect(text.contains("### With all nodes and interleaved memory\n"))
        #expect(text.contains("numactl --interleave=all llama-cli -m MODEL.gguf --numa distribute -t 32 -tb 32"))
        #expect(text.contains("llama-bench -m MODEL.gguf --numa "))
        #expect(text.contains("| Llama 3.1 8B "))
        #expect(text.contains("- Not without `numactl`: ") && text.contains("(down to 93.1 GB/s here)"))
        #expect(text.contains("No file of over 125 GB"))
    }

    @Test func oneNodeNeedsNoBinding() throws {
        let text = try Examples.section("How to run") { result in
            result.records["topology"] = try Examples.topology { ($0.nodes, $0.distances) = ([$0.nodes[0]], nil) }
        }
        #expect(text.contains("\nllama-server -m MODEL.gguf -t ") && !text.contains("numactl"))
    }

    @Test func aQuotaLimitsTheThreads() throws {
        let text = try Examples.section("How to run") { result in
            result.records["topology"] = try Examples.topology { $0.usable.cpuQuota = 6.5 }
        }
        #expect(text.contains(" -t 7 -tb 7 ") && !text.contains("-t 16"))
        #expect(text.contains("the quota of 6.5 CPUs leaves 93 % of 7 threads."))
        #expect(!(try Examples.section("How to run")).contains("the quota of"))
    }

    @Test func theMachinesOwnRowIsBoldAmongPublishedOnes() throws {
        let text = try Examples.section("Where it stands")
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
        let own = rows.filter { $0.hasPrefix("| **this machine: Example CPU &lt;9000>**") }
        #expect(own.count == 1 && rows.count > 15)
        #expect(rows.filter { $0.contains("**") }.count == 1)
        #expect(
            rows.contains { $0.contains("| Ryzen 9 9950X ") && $0.contains(" 14.5 ") && $0.contains("published: ") })
        #expect(rows.contains { $0.contains("| i7-12700H ") && $0.contains("from 11.2 with Qwen2.5 7B Q4_K_M") })
        #expect(rows.contains { $0.contains("| class EPYC 9005 ") && $0.contains("537.6") })
    }

    @Test func withoutInferenceTheSimpleModelIsNamed() throws {
        let text = try Examples.section("Where it stands") { $0.records["inference"] = nil }
        #expect(text.contains("by the simple model, at most") && text.contains("**at most "))
    }
}
