extension Placement {
    /// "whole machine", "node 0", "interleaved", "split".
    package var name: String {
        switch self {
        case .whole: "whole machine"
        case .node(let id): "node \(id)"
        case .interleaved: "interleaved"
        case .split: "split"
        }
    }

    /// What to start llama.cpp with, so that threads and memory are there.
    /// - Parameter threads: for its `--threads`.
    package func advice(threads: Int) -> String {
        switch self {
        case .whole: "`--threads \(threads)`"
        case .node(let id):
            "`numactl --cpunodebind=\(id) --membind=\(id)`, and of llama.cpp `--numa numactl --threads \(threads)`"
        case .interleaved:
            "`numactl --interleave=all`, and of llama.cpp `--numa distribute --load-mode none --threads \(threads)` "
                + "(older builds: `--no-mmap`)"
        case .split:
            "an ideal that no engine reaches; the nearest is llama.cpp's `--numa distribute --threads \(threads)` "
                + "on a file that is not in the page cache"
        }
    }
}
