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

    @Test func whatWasMeasuredToBeFasterIsInTheLines() throws {
        let text = try Examples.section("How to run") { try Examples.rate(&$0) }
        let places = text.parts(between: "\n### ").dropFirst()
        // Measured beats predicted: interleaved memory goes first.
        #expect(places.first?.hasPrefix("With all nodes and interleaved memory\n") == true)
        #expect(
            text.contains(
                "numactl --interleave=all llama-server -m MODEL.gguf --numa distribute -t 24 -tb 64 -c 8192 -ub 1024 "
                    + "--load-mode none\n"))
        #expect(text.contains("--membind=1 llama-cli -m MODEL.gguf --numa numactl -t 16 -tb 16 -c 8192 -ub 1024"))
        #expect(text.contains("llama-bench -m MODEL.gguf --numa distribute --load-mode none -ub 1024 -r 5 -t 24 -p 0"))
        #expect(text.contains("With llama-bench of *llama.cpp b11434, GNU 12.2.0* on this machine"))
        #expect(text.contains("clearly faster: `-t 24`, `-tb 64`, `-ub 1024` and `numactl --interleave=all`."))
        #expect(!text.contains(" -ctk q8_0 -ctv q8_0\n") && text.contains("(`-ctk q8_0 -ctv q8_0`) is × 1.10 as fast"))
        #expect(text.contains("| -ub 256 ") && text.contains("| slower ") && text.contains("| no clear difference |"))
    }

    @Test func manySettingsWithoutADifferenceAreASentence() throws {
        let same = ["256", "512", "1024", "2048"].map {
            Examples.trial("-ub", $0, "prompt of 512", low: 0.99, high: 1.01)
        }
        let text = try Examples.section("How to run") { result in
            try Examples.rate(&result, Examples.engineDetails { $0.trials = same })
        }
        let without = try Examples.section("How to run")
        #expect(text.contains("No clear difference: -ub 256 for prompt of 512 (0.99\u{A0}–\u{A0}1.01); -ub 512 for"))
        #expect(
            text.contains("None is clearly faster, so that the lines have none of them.") && !text.contains("| -ub"))
        let lines = { (text: String) in text.split(separator: "\n").filter { $0.contains("MODEL.gguf") } }
        #expect(lines(text) == lines(without) && !without.contains("Settings that were measured"))
    }

    @Test func aGainThatCostsElsewhereIsNotInTheLines() throws {
        let trials = [
            Examples.trial("-fa", "1", "generation after 1024 tokens", low: 1.1, high: 1.2),
            Examples.trial("-fa", "1", "prompt of 512", low: 0.7, high: 0.8),
        ]
        let text = try Examples.section("How to run") { result in
            try Examples.rate(&result, Examples.engineDetails { $0.trials = trials })
        }
        #expect(!text.contains(" -fa 1 --load-mode") && text.contains("| faster |") && text.contains("| slower |"))
    }

    @Test func onOneNodeNumactlStandsBeforeTheLine() throws {
        let trials = [
            Examples.trial("numactl", "--physcpubind=0-15", low: 1.1, high: 1.2),
            Examples.trial("--load-mode", "mlock", low: 1.1, high: 1.2),
            Examples.trial("--numa", "isolate", low: 1.1, high: 1.2),
        ]
        func text(_ topology: JSONValue?) throws -> String {
            try Examples.section("How to run") { result in
                if let topology { result.records["topology"] = topology }
                try Examples.rate(&result, Examples.engineDetails { $0.trials = trials })
            }
        }
        let one = try text(try Examples.topology { ($0.nodes, $0.distances) = ([$0.nodes[0]], nil) })
        #expect(one.contains("\nnumactl --physcpubind=0-15 llama-server -m MODEL.gguf --numa isolate -t "))
        #expect(one.contains(" --load-mode mlock\n"))
        let several = try text(nil)
        #expect(
            several.contains("### With what was measured to be faster\n\n```sh\nnumactl --physcpubind=0-15 llama-s"))
        #expect(several.contains("numactl --interleave=all llama-cli") && several.contains(" --load-mode none\n"))
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
