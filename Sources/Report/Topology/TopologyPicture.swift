import Records
import Quantities

/// The machine as boxes in boxes.
package struct TopologyPicture {
    private let details: TopologyDetails
    private let tree: TopologyTree
    private let glyph: CoreGlyph
    /// Cores that are drawn, of parts that are alike once.
    private let drawn: Int
    /// From the fastest to the most efficient.
    private let kinds: [String]

    /// Nil without cores.
    package init?(_ details: TopologyDetails) {
        guard !details.cores.isEmpty else { return nil }
        self.details = details
        tree = TopologyTree(details)
        kinds = details.coreKinds.map(\.name).reversed()
        drawn = Self.drawn(tree)
        // Beyond the limit there is none to draw.
        glyph = CoreGlyph(cores: drawn, alike: tree.cores.count - drawn)
    }

    package var figure: Figure {
        let heading = FigureHeading(title: "Topology", subtitle: subtitle)
        let width = Figure.width - 2 * Figure.margin
        let legend = legend(below: heading.bottom)
        var body = heading.elements + legend.elements
        var y = legend.bottom + 8
        for blocks in [packages, apart] where !blocks.isEmpty {
            let natural = Double(blocks.count) * ((blocks.map { $0.naturalWidth(glyph) }.max() ?? 0) + 6) - 6
            let width = min(width, natural)
            body += TopologyBlock.elements(blocks, at: Position(x: Figure.margin, y: y), width: width, glyph)
            let columns = TopologyBlock.columns(blocks, width, glyph)
            y += TopologyBlock.gridHeight(blocks, width, columns: columns, glyph) + 8
        }
        return Figure(
            name: "topology", title: "Topology", altText: "\(subtitle). \(tree.words(kinds: kinds))",
            height: (y - 8 + Figure.margin).rounded(.up), body: body)
    }

    private var subtitle: String {
        let counts = [
            (details.packages, "package"), (details.nodes.count, "NUMA node"), (details.cores.count, "core"),
            (details.pus.count, "thread"),
        ]
        return counts.map { TopologyDetails.count($0, $1) }.joined(separator: ", ")
            + ", \(ByteCount(details.memory)) of memory"
    }

    // MARK: Boxes

    /// Parts that are alike are drawn once where there are more of them than one would count.
    private var packages: [TopologyBlock] {
        Self.packageRuns(tree).map { run in
            let nodes = Self.nodeRuns(run[0], tree).map { node($0, packages: run.count) }
            return TopologyBlock(title: TopologyTree.title(run), look: .package, content: .blocks(nodes))
        }
    }

    private static func packageRuns(_ tree: TopologyTree) -> [[TopologyTree.Package]] {
        runs(tree.packages, \.shape, whole: tree.nodeCount <= 32 && tree.packages.count <= 16)
    }

    private static func nodeRuns(_ package: TopologyTree.Package, _ tree: TopologyTree) -> [[TopologyTree.Node]] {
        runs(package.nodes, \.shape, whole: tree.nodeCount <= 32)
    }

    private static func clusterRuns(_ node: TopologyTree.Node, _ tree: TopologyTree) -> [[TopologyTree.Cluster]] {
        runs(node.clusters, \.shape, whole: tree.clusterCount <= 64)
    }

    private static func drawn(_ tree: TopologyTree) -> Int {
        packageRuns(tree).flatMap { nodeRuns($0[0], tree) }.flatMap { clusterRuns($0[0], tree) }
            .reduce(0) { $0 + $1[0].cores.count }
    }

    /// - Parameter packages: that are alike, whose nodes have other ids.
    private func node(_ run: [TopologyTree.Node], packages: Int) -> TopologyBlock {
        let clusters = Self.clusterRuns(run[0], tree)
        let title = TopologyTree.Node.title(run, packages: packages)
        // Cores that share nothing need no box of their own.
        if clusters.count == 1, clusters[0].count == 1, clusters[0][0].cache == nil {
            return TopologyBlock(title: title, look: .node, content: cores(clusters[0][0].cores))
        }
        let blocks = clusters.map { run in
            TopologyBlock(
                title: TopologyTree.Cluster.title(run), look: .cache, content: cores(run[0].cores))
        }
        return TopologyBlock(title: title, look: .node, content: .blocks(blocks))
    }

    private func cores(_ cores: [TopologyTree.Core]) -> TopologyBlock.Content {
        drawn <= CoreGlyph.most ? .cores(cores) : .words(TopologyTree.count(cores, kinds))
    }

    private var apart: [TopologyBlock] {
        let memories = tree.apart.runs { tree.apart.count > 24 ? [$0.size] : ["\($0.id)"] }
        return memories.map { run in
            let title =
                run.count == 1 ? run[0].title : "Nodes \(IDSet(run.map(\.id))), each \(run[0].size)"
            return TopologyBlock(title: title + ", no CPUs", look: .memory, content: .blocks([]))
        }
    }

    private static func runs<Part>(_ parts: [Part], _ shape: (Part) -> [String], whole: Bool) -> [[Part]] {
        whole ? parts.map { [$0] } : parts.runs(shape)
    }

    // MARK: Legend

    private func legend(below top: Double) -> (elements: [String], bottom: Double) {
        guard drawn <= CoreGlyph.most else { return ([], top) }
        var x = Figure.margin
        let y = top + 6
        var elements: [String] = []
        let used = kinds.indices.compactMap { kind in tree.cores.first { $0.kind == kind && $0.isUsable } }
        let samples = used + [tree.cores.first { !$0.isUsable }].compactMap(\.self)
        for sample in samples {
            let words = sample.isUsable ? words(sample) : "not for this process"
            elements += CoreGlyph.bare.element(sample, in: Box(x: x, y: y, width: 13, height: 13))
            elements.append(SVG.text(words, at: Position(x: x + 19, y: y + 11)))
            x += 19 + TextStyle.small.width(of: words) + 22
        }
        return (elements, y + 15)
    }

    /// "performance core, a square for each of 2 threads".
    private func words(_ core: TopologyTree.Core) -> String {
        let name = kinds.count > 1 && kinds.indices.contains(core.kind) ? kinds[core.kind] + " core" : "core"
        return name + (core.pus.count > 1 ? ", a mark for each of its \(core.pus.count) threads" : "")
    }
}
