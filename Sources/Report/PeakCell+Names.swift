import Quantities
import Records
import Statistics

extension PeakCell {
    /// "FP32", "INT8".
    var typeName: String { type.uppercased() }

    /// "AVX-512 VNNI"; with the additions where there are some.
    var setName: String { (Self.setNames[isa] ?? isa) + (isMixed ? ", FMA + ADD" : "") }

    /// Whether additions run beside the multiply-adds.
    var isMixed: Bool { mix == "fma_add" }

    /// The set that the clock depends on: an extension runs on the units of the set it extends.
    var baseSet: String { Self.bases[isa] ?? isa }

    static func setName(_ isa: String) -> String { setNames[isa] ?? isa }

    /// "FP32 vfmadd213ps".
    var kernelName: String { "\(typeName) \(instruction)" }

    /// "1 core", "8 performance cores", "both cores", "all 32 cores", "16 cores of package 0"; with the threads where
    /// they are more: "all 32 cores, 64 threads".
    var coresName: String { bareCoresName + (threads > cores ? ", \(threads) threads" : "") }

    private var bareCoresName: String {
        let kind = ["all", "uniform", ""].contains(coreKind) ? "" : coreKind + " "
        let count = cores == 1 ? "1 \(kind)core" : "\(cores) \(kind)cores"
        if let package { return "\(count) of package \(package)" }
        guard coreKind == "all", cores > 1 else { return count }
        return cores == 2 ? "both cores" : "all \(count)"
    }

    /// " ± 2 %", with half the interval's width; empty where there is no interval.
    var doubtText: String {
        guard let summary, summary.hasInterval else { return "" }
        let percent = summary.relativeHalfWidth * 100
        return " ±\u{A0}\(percent < 1 ? percent.fixed(1) : percent.fixed(0))\u{A0}%"
    }

    /// ", invalid"; empty where it is not.
    var invalidText: String { summary?.isInvalid == true ? ", invalid" : "" }

    /// Whether another cell is of the same loop.
    func isSameLoop(as other: PeakCell) -> Bool {
        type == other.type && isa == other.isa && mix == other.mix && instruction == other.instruction
    }

    /// Whether another cell is of the same cores.
    func isOnSameCores(as other: PeakCell) -> Bool {
        threads == other.threads && cores == other.cores && coreKind == other.coreKind && package == other.package
    }

    /// Whether it was measured on a set of cores.
    func isOf(_ set: CoreSet) -> Bool {
        coreKind == set.kind && package == set.package && threads == set.cpus.count
    }

    private static let setNames = [
        "scalar": "scalar", "sse2": "SSE2", "avx2": "AVX2", "avx_vnni": "AVX-VNNI", "avx512": "AVX-512",
        "avx512_bf16": "AVX-512 BF16", "avx512_fp16": "AVX-512 FP16", "avx512_vnni": "AVX-512 VNNI", "amx": "AMX",
        "neon": "NEON", "neon_fp16": "NEON FP16", "neon_bf16": "NEON BF16", "dotprod": "NEON dot product",
        "i8mm": "NEON i8mm", "sve": "SVE",
    ]

    private static let bases = [
        "avx_vnni": "avx2", "avx512_bf16": "avx512", "avx512_fp16": "avx512", "avx512_vnni": "avx512",
        "neon_fp16": "neon", "neon_bf16": "neon", "dotprod": "neon", "i8mm": "neon",
    ]
}

extension [PeakCell] {
    /// Measured peaks, without those over seconds.
    var measuredPeaks: [PeakCell] { filter { $0.study == .peak && $0.summary != nil } }

    /// The types that were measured, narrow ones last.
    var types: [String] {
        let known = ["fp64", "fp32", "fp16", "bf16", "int8"]
        let own = Set(map(\.type))
        return known.filter(own.contains) + own.subtracting(known).sorted()
    }

    /// What the whole machine does fastest in a type, by multiply-adds alone; the most cores that were measured.
    func fastest(_ type: String) -> PeakCell? {
        let own = measuredPeaks.filter { $0.type == type && !$0.isMixed && $0.package == nil }
        let most = own.map(\.threads).max()
        return own.filter { $0.threads == most }.max { ($0.summary?.median ?? 0) < ($1.summary?.median ?? 0) }
    }

    /// The loop with additions that is faster on the same cores, beyond both intervals; nil where none is.
    func fasterMix(than cell: PeakCell) -> PeakCell? {
        guard let high = cell.summary?.high else { return nil }
        return measuredPeaks.first {
            $0.isMixed && $0.type == cell.type && $0.isa == cell.isa && $0.isOnSameCores(as: cell)
                && ($0.summary?.low ?? 0) > high
        }
    }
}
