import Catalog
import ModelFiles
import Records

/// What a row's CPUs are looked up in: the machine of the result that it is set against.
package struct RowMachine: Sendable {
    /// As it calls itself.
    private let cpu: String
    /// The numbers of each core's CPUs.
    private let cores: [Set<Int>]
    /// Whether some cores differ from others, or have memory of their own.
    private let hasParts: Bool

    package init(_ topology: TopologyDetails) {
        cpu = topology.cpu.name ?? ""
        cores = topology.cores.map { Set($0.pus.ids) }
        hasParts = topology.coreKinds.count > 1 || topology.memoryNodes.count > 1
    }

    /// Whether the row tells of another CPU than the machine's.
    func cpuUse(_ row: LlamaBenchRow) -> RowUse? {
        guard let other = row.cpuInfo, CPUName.areOfDifferentCPUs(other, cpu) else { return nil }
        return .otherCPU(other, instead: cpu)
    }

    /// What a mask made of the threads; nil where they ran as they are predicted to.
    static func maskUse(_ row: LlamaBenchRow, on machine: RowMachine?) -> RowUse? {
        guard let text = row.cpuMask, !text.isEmpty else { return nil }
        guard let mask = CPUMask(text) else { return .mask(text) }
        guard !mask.cpus.isEmpty else { return nil }
        guard mask.cpus.count >= row.threads else { return .fewerCPUs(mask.cpus.count, threads: row.threads) }
        guard let machine, !machine.cores.isEmpty else { return nil }
        let used = Set(row.isStrict ? Array(mask.cpus.prefix(row.threads)) : mask.cpus)
        let cores = machine.cores.count { !$0.isDisjoint(with: used) }
        if cores < row.threads { return .fewerCores(cores, threads: row.threads) }
        return machine.hasParts && cores < machine.cores.count ? .someCores : nil
    }
}

/// A mask of CPUs as llama.cpp takes it: "0xff", the first CPU last.
private struct CPUMask {
    /// Ascending.
    let cpus: [Int]

    /// Beyond that, llama.cpp reads no further.
    private static let mostDigits = 128

    /// Nil where it is no hexadecimal number.
    init?(_ text: String) {
        let digits = text.hasPrefix("0x") || text.hasPrefix("0X") ? text.dropFirst(2) : text[...]
        let values = digits.prefix(Self.mostDigits).map(\.hexDigitValue)
        guard !values.isEmpty, !values.contains(nil) else { return nil }
        cpus = values.reversed().enumerated().flatMap { place, value in
            (0..<4).filter { (value ?? 0) >> $0 & 1 == 1 }.map { 4 * place + $0 }
        }
    }
}
