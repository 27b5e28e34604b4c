/// A part of what is measured, in the order in which the parts are begun: the most telling first.
enum Study: String, CaseIterable, Sendable {
    /// Which shape of the read loop is fastest; the others read with that one.
    case shapes
    /// Every loop, on every node with its own cores, and on all nodes at once.
    case loops
    /// The cores of each node on the memory of each other node.
    case matrix
    /// 1, 2, 4 … threads on a node.
    case scaling
    /// Working sets from the L1 cache to memory.
    case levels
    /// All cores on memory whose pages lie on all nodes in turn.
    case interleaved
    /// Small, transparent huge, and the pools' pages.
    case pages
}

extension Study {
    /// Shares of the time, where all parts together need more than there is: a cell of a sweep needs the least.
    func weight(cells: Int) -> Double {
        switch self {
        case .shapes: 0.3
        case .loops: 1
        // A thousand pairs of nodes must leave time for the other parts.
        case .matrix where cells > 128: 0.6 * 128 / Double(cells)
        case .matrix, .interleaved: 0.6
        case .scaling, .pages: 0.5
        case .levels: 0.06
        }
    }
}
