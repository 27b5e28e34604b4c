import Quantities

extension Campaign {
    /// A cell's name for a sentence: "triad with regular stores on node 0".
    static func name(_ labels: [String: String]) -> String {
        let kernel = labels["kernel"] ?? ""
        let stores = labels["stores"].map { $0 == "none" ? "" : " with \($0) stores" } ?? ""
        return kernel + stores + place(labels)
    }

    private static func place(_ labels: [String: String]) -> String {
        let threads = labels["threads"].map { $0 == "1" ? "1 thread" : "\($0) threads" } ?? ""
        let bytes = labels["working_set_bytes"].flatMap { Int($0) }.map { ByteCount($0).description } ?? ""
        let (cpus, memory) = (labels["cpu_node"] ?? "", labels["memory_node"] ?? "")
        let node = memory == "all" ? " on all nodes" : " on node \(memory)"
        return switch labels["study"].flatMap(Study.init) {
        case .matrix: "\(node) from node \(cpus)"
        case .scaling: " by \(threads)\(node)"
        case .levels: " of \(bytes) by \(threads)"
        case .interleaved: " of interleaved memory"
        case .pages: "\(node) in pages of \(labels["page_size"] ?? "")"
        case .shapes: " in streams of \(labels["streams"] ?? "")\(node)"
        case .loops, nil: node
        }
    }
}
