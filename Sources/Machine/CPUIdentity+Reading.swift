import Records

#if canImport(Glibc)
    import Glibc
#endif

extension CPUIdentity {
    /// From /proc/cpuinfo where the machine has one, and from what hwloc exported otherwise.
    init(files: SystemFiles?, infos: [String: String], isThisMachine: Bool) {
        self.init()
        let fields = files?.fields("proc/cpuinfo") ?? [:]
        vendor = fields["vendor_id"] ?? infos["CPUVendor"] ?? fields["CPU implementer"].map(Self.armVendor)
        name = fields["model name"] ?? infos["CPUModel"] ?? fields["Processor"] ?? fields["Hardware"]
        family = number(fields["cpu family"] ?? infos["CPUFamilyNumber"])
        model = number(fields["model"] ?? infos["CPUModelNumber"] ?? fields["CPU part"])
        stepping = number(fields["stepping"] ?? infos["CPUStepping"] ?? fields["CPU revision"])
        architecture = isThisMachine ? Self.machineArchitecture() : infos["Architecture"]
        if let flags = fields["flags"] ?? fields["Features"] {
            let present = Set(flags.split(separator: " ").map(String.init))
            features = Self.namedFeatures.filter { present.contains($0.flag) }.map(\.name)
        }
    }

    private func number(_ text: String?) -> Int? {
        guard let text else { return nil }
        return text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
    }

    private static func armVendor(_ implementer: String) -> String {
        let names = [
            "0x41": "Arm", "0x42": "Broadcom", "0x43": "Cavium", "0x46": "Fujitsu", "0x48": "HiSilicon",
            "0x4e": "NVIDIA", "0x51": "Qualcomm", "0x61": "Apple", "0xc0": "Ampere",
        ]
        return names[implementer] ?? "Arm implementer \(implementer)"
    }

    private static func machineArchitecture() -> String? {
        var name = utsname()
        guard uname(&name) == 0 else { return nil }
        return withUnsafeBytes(of: &name.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// The kernel's flags for the instruction sets that language models use, x86 and Arm, and their common names.
    private static let namedFeatures: [(flag: String, name: String)] = [
        ("sse4_2", "SSE4.2"), ("avx", "AVX"), ("f16c", "F16C"), ("avx2", "AVX2"), ("fma", "FMA"),
        ("avx_vnni", "AVX-VNNI"), ("avx512f", "AVX-512 F"), ("avx512cd", "AVX-512 CD"), ("avx512bw", "AVX-512 BW"),
        ("avx512dq", "AVX-512 DQ"), ("avx512vl", "AVX-512 VL"), ("avx512ifma", "AVX-512 IFMA"),
        ("avx512vbmi", "AVX-512 VBMI"), ("avx512_vbmi2", "AVX-512 VBMI2"), ("avx512_vnni", "AVX-512 VNNI"),
        ("avx512_bf16", "AVX-512 BF16"), ("avx512_fp16", "AVX-512 FP16"), ("amx_tile", "AMX TILE"),
        ("amx_bf16", "AMX BF16"), ("amx_int8", "AMX INT8"), ("amx_fp16", "AMX FP16"),
        ("asimd", "NEON"), ("neon", "NEON"), ("asimdhp", "NEON FP16"), ("asimddp", "dot product"), ("i8mm", "i8mm"),
        ("bf16", "BF16"), ("sve", "SVE"), ("sve2", "SVE2"), ("sme", "SME"),
    ]
}
