import Machine
import ProbeKit
import Records

/// Which cores are measured, and with how many threads on each; decided before anything is allocated.
struct SMTPlan {
    let state: SMTState
    /// The PUs of each core, as many on every one; empty where SMT cannot be measured.
    let cores: [[Int]]
    /// Threads on each core: 1, 2, 4 … and all.
    let counts: [Int]
    let memoryNodes: [NUMANode]
    /// Why nothing can be measured; nil where it can.
    let obstacle: String?
    /// The longest that all may take.
    let seconds: Double

    /// All CPUs that are used: one of every core, then the others.
    var cpus: [Int] { cpus(threadsPerCore: counts.last ?? 1) }

    init(machine: Machine, options: MeasurementOptions, workloads: Int) throws {
        let pairs = try NodePairs(machine, asked: options.nodes)
        memoryNodes = pairs.memoryNodes
        state = machine.plannedSMT
        let allowed = IDSet(pairs.cpuNodes.flatMap { machine.cpus(onNode: $0).prefix(options.threads ?? .max) })
        let cores = machine.coresWithSiblings.map { $0.filter(allowed.contains) }.filter { $0.count > 1 }
        let most = cores.map(\.count).min() ?? 0
        self.cores = cores.map { Array($0.prefix(most)) }
        counts = most > 1 ? (0..<8).map { 1 << $0 }.filter { $0 < most } + [most] : []
        obstacle =
            state.threadsPerCore == nil
            ? state.text : most > 1 ? nil : "--threads or --nodes leave no core a second thread"
        let standard = TimeBudget.standard(options.quick ? 3 : 12, figures: workloads * counts.count, usual: 10)
        seconds = options.timeBudget?.seconds ?? standard
    }

    /// The threads in the order of the cores: first one of each.
    func cpus(threadsPerCore count: Int) -> [Int] { (0..<count).flatMap { sibling in cores.map { $0[sibling] } } }
}
