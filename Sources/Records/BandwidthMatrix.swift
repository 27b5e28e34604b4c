/// The bandwidth of one loop for every node of threads and every node of memory.
package struct BandwidthMatrix: Sendable {
    /// The loop: "triad, nontemporal, avx512".
    package let name: String
    package let kernel: String
    /// Ids of the nodes that threads are on, ascending.
    package let cpuNodes: [Int]
    /// Ids of the nodes that memory is on, ascending.
    package let memoryNodes: [Int]
    private let cells: [[Int]: BandwidthCell]

    /// The diagonal is the loops' own figures, of the stores that the other pairs were measured with.
    package init(_ all: [BandwidthCell], kernel: String) {
        self.kernel = kernel
        let remote = all.of(study: "matrix").filter { $0.kernel == kernel }
        // Which loop it is tell the measured ones; a pair that could not be measured may know less.
        let model = remote.first { $0.summary != nil } ?? remote.first
        let local = all.of(study: "loops").filter { cell in
            cell.kernel == kernel && cell.cpuNode == cell.memoryNode
                && (model == nil
                    || (cell.stores == model?.stores && cell.instructionSet == model?.instructionSet))
        }
        var cells: [[Int]: BandwidthCell] = [:]
        for cell in local + remote {
            guard let row = Int(cell.cpuNode), let column = Int(cell.memoryNode) else { continue }
            cells[[row, column]] = cell
        }
        self.cells = cells
        name = (model ?? local.first)?.name ?? kernel
        cpuNodes = Set(cells.keys.map { $0[0] }).sorted()
        memoryNodes = Set(cells.keys.map { $0[1] }).sorted()
    }

    /// Threads on one node, memory on another; nil where nothing is recorded.
    package subscript(cpuNode: Int, memoryNode: Int) -> BandwidthCell? { cells[[cpuNode, memoryNode]] }
}
