import Quantities
import Records
import Tables

/// How each number was measured.
struct MethodSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        var text = "## How it was measured\n\n"
        text += """
            - **Topology:** hwloc, joined with the kernel's own files; what the process may use is the cpuset and the \
            affinity mask together.

            """
        guard let bandwidth = context.bandwidth else { return text }
        text += """
            - **Bandwidth:** five loops over arrays of doubles, based on a variant of the STREAM benchmark code. \
            Threads are pinned one to a core; each touches its own part first. A sample runs from the first thread's \
            start to the last one's end. Every kernel is compared with a scalar oracle before it is timed, and every \
            element it wrote afterwards.
            - **Sampling:** the loops take turns, so that a slow change of the machine meets all of them. A loop is \
            done when its median is known to ± 1 % (± 2 % with --quick), or the time budget ends; all samples are in \
            result.json. The interval allows for samples that resemble their neighbours, and speaks of the time of \
            this run: a machine shared with others can be a different one an hour later.
            - **Stores:** *regular* stores read a line before they write it, so copy and scale move up to 1.5 times \
            the credited bytes and add and triad up to 1.33 times; *nontemporal* stores go around the cache.

            """
        return text + latency + compute + threads + storage + bandwidth.details.placements.map(placement).joined()
    }

    private var latency: String {
        guard context.latency != nil else { return "" }
        return """
            - **Latency:** one core follows pointers from line to line in a pseudo-random cycle, and every walk's \
            end is compared with a scalar oracle. Hand-overs are half of a round trip of one cache line; the barrier \
            is centralized, as ggml's is.

            """
    }

    private var compute: String {
        guard context.flops != nil else { return "" }
        return """
            - **Compute:** independent accumulators fill every multiply-add unit, with all operands in registers; \
            every bit is compared with a scalar oracle before and after timing. Right after its loop each thread runs \
            a chain of additions that take a cycle each: that is the clock, and operations per cycle are each \
            sample's rate over its own clock.

            """
    }

    private var threads: String {
        guard context.smt != nil || context.scaling != nil else { return "" }
        return """
            - **Threads:** those that run divide their nodes' memory evenly, so that the same arrays serve any \
            number of them; each reads what is local to its node. The numbers of threads take turns. The dot product \
            is of Q4_K weights and activations quantized as llama.cpp does.

            """
    }

    private var storage: String {
        guard context.storage != nil else { return "" }
        return """
            - **Storage:** a file without a name, of pseudo-random words, is read by several threads, each a part of \
            its own. One word of every 4 KiB is compared with what was written while it is timed, and every word of \
            the last blocks after.

            """
    }

    private func placement(_ placement: ArrayPlacement) -> String {
        let multiple =
            placement.cacheBytes.map {
                ", \((Double(placement.arrayBytes) / Double($0)).significant(2)) × the caches its threads use"
            } ?? ""
        let proof =
            placement.pagesAsked > 0
            ? "\(placement.pagesOnNode) of \(placement.pagesAsked) pages found there by move_pages"
            : "not proven by page queries"
        let share = placement.hugeShare.map { $0 > 0 ? " (\(($0 * 100).fixed(0)) % of it huge)" : "" } ?? ""
        let pages = placement.pageSize.map { "; pages of \($0.escapedForMarkdown)\(share)" } ?? ""
        let place = placement.nodes.map { "Interleaved over nodes \($0)" } ?? "Node \(placement.node)"
        let purpose = placement.study == "pages" ? ", page sizes" : ""
        return "- **\(place)\(purpose):** three arrays of \(ByteCount(placement.arrayBytes))\(multiple); placed by "
            + "\(placement.placedBy.escapedForMarkdown), \(proof)\(pages).\n"
    }
}
