import Machine
import ProbeKit
import Records

/// Which CPUs the threads take, and how many there are of them; decided before anything is allocated.
struct ScalingPlan {
    /// What threads take, one PU after the other, by placement.
    let orders: [Order]
    /// The kind of each PU's core by order, where kinds differ; nil where all are alike.
    let kinds: [[String]?]
    /// Cores that the threads are on before any has a second one.
    let cores: Int
    /// PUs that there are without --threads and --nodes.
    let usableCPUs: Int
    let boundaries: [Int: [String]]
    /// The most telling first.
    let points: [Point]
    let memoryNodes: [NUMANode]
    /// The longest that all may take.
    let seconds: Double

    struct Order {
        let placement: ThreadPlacement
        let cpus: [Int]
    }

    /// Some threads: where two placements put them on the same CPUs, they are measured once.
    struct Point {
        let cpus: [Int]
        let placements: [String]
        /// Of a single thread, where kinds differ.
        let coreKind: String?
    }

    /// All CPUs that are used.
    var cpus: [Int] { orders[0].cpus }

    init(
        machine: Machine, options: MeasurementOptions, placements: [ThreadPlacement]?, counts asked: IDSet?,
        workloads: Int
    ) throws {
        let pairs = try NodePairs(machine, asked: options.nodes)
        memoryNodes = pairs.memoryNodes
        // One PU of every core of a node, then the others: so many of each.
        let allowed = pairs.cpuNodes.flatMap { machine.cpus(onNode: $0).prefix(options.threads ?? .max) }
        let orders = Self.orders(machine, nodes: IDSet(pairs.cpuNodes.map(\.id)), allowed: IDSet(allowed), placements)
        guard !allowed.isEmpty, let first = orders.first, !first.cpus.isEmpty else {
            throw Failure(
                .unavailable, cannot: "lay threads on cores", because: "no CPU of a node may be used",
                remedy: "Widen the cpuset, or name other nodes with --nodes")
        }
        self.orders = orders
        kinds = orders.map { machine.kinds(of: $0.cpus) }
        usableCPUs = machine.order(.compact).count
        let all = ThreadCounts(machine, cpus: first.cpus)
        boundaries = all.boundaries
        cores = machine.topology.cores.count { core in first.cpus.contains(where: core.pus.contains) }
        let counts = try Self.counts(all.counts, asked: asked, most: first.cpus.count)
        points =
            Self.ordered(counts, cores: cores, boundaries: all.boundaries).flatMap { [kinds] count in
                Self.points(count, orders, kinds)
            } + Self.singles(first.cpus, kinds[0])
        // Four workloads by one and two threads.
        let standard = TimeBudget.standard(options.quick ? 3 : 12, figures: workloads * points.count, usual: 8)
        seconds = options.timeBudget?.seconds ?? standard
    }

    private static func orders(
        _ machine: Machine, nodes: IDSet, allowed: IDSet, _ placements: [ThreadPlacement]?
    ) -> [Order] {
        let wanted = placements ?? ThreadPlacement.allCases
        let all = wanted.map { Order(placement: $0, cpus: machine.order($0, nodes: nodes).filter(allowed.contains)) }
        // Where cores share everything or nothing, both placements are one.
        return all.indices.filter { index in !all[..<index].contains { $0.cpus == all[index].cpus } }.map { all[$0] }
    }

    private static func counts(_ all: [Int], asked: IDSet?, most: Int) throws -> [Int] {
        guard let asked else { return all }
        guard let largest = asked.ids.last, largest <= most, asked.ids[0] > 0 else {
            throw Failure(
                .unavailable, cannot: "run \(asked) threads", because: "this process may use \(most) CPUs for them",
                remedy: "Ask for numbers from 1 to \(most) with --counts")
        }
        // Speed-ups are against one.
        return IDSet([1] + asked.ids).ids
    }

    /// One thread, all cores, all threads, then where a part of the machine is full, then the rest: a short time is
    /// enough for what tells most.
    private static func ordered(_ counts: [Int], cores: Int, boundaries: [Int: [String]]) -> [Int] {
        let first = [1, cores, counts.last ?? 1].filter(counts.contains)
        let known = counts.filter { boundaries[$0] != nil }
        return (first + known + counts).reduce(into: [Int]()) { if !$0.contains($1) { $0.append($1) } }
    }

    private static func points(_ count: Int, _ orders: [Order], _ kinds: [[String]?]) -> [Point] {
        var points: [Point] = []
        for (order, kinds) in zip(orders, kinds) {
            let cpus = Array(order.cpus.prefix(count))
            let kind = count == 1 ? kinds?.first : nil
            if let same = points.firstIndex(where: { IDSet($0.cpus) == IDSet(cpus) }) {
                points[same] = Point(
                    cpus: points[same].cpus, placements: points[same].placements + [order.placement.rawValue],
                    coreKind: kind)
            } else {
                points.append(Point(cpus: cpus, placements: [order.placement.rawValue], coreKind: kind))
            }
        }
        return points
    }

    /// One core of each kind but the first.
    private static func singles(_ cpus: [Int], _ kinds: [String]?) -> [Point] {
        guard let kinds, let first = kinds.first else { return [] }
        var seen: Set = [first]
        return zip(cpus, kinds).filter { seen.insert($0.1).inserted }.map { cpu, kind in
            Point(cpus: [cpu], placements: [ScalingCell.single], coreKind: kind)
        }
    }
}

extension Machine {
    /// The kind of each PU's core; nil where all are of one.
    fileprivate func kinds(of cpus: [Int]) -> [String]? {
        var kinds: [Int: Int] = [:]
        for core in topology.cores { for pu in core.pus.ids { kinds[pu] = core.kind } }
        let own = cpus.map { kinds[$0] ?? 0 }
        return Set(own).count > 1 ? own.map { topology.coreKinds[$0].name } : nil
    }
}
