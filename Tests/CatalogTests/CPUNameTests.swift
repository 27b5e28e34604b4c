import Catalog
import Testing

@Suite struct CPUNameTests {
    @Test(arguments: [
        ("AMD EPYC", "13th Gen Intel(R) Core(TM) i9-13900K"), ("AMD EPYC 7763 64-Core Processor", "AMD EPYC 9755"),
        ("Intel(R) Xeon(R) Platinum 8168 CPU @ 2.70GHz", "Intel(R) Xeon(R) Platinum 8480+"),
        ("Apple M1", "Apple M2 Pro"),
        ("AMD Ryzen 9 7950X 16-Core Processor", "AMD EPYC"), ("Cortex-A76", "Neoverse-N1"),
        ("Cortex-A76", "Cortex-A72"),
    ])
    func otherCPUsAreToldApart(one: String, other: String) {
        #expect(CPUName.areOfDifferentCPUs(one, other))
        #expect(CPUName.areOfDifferentCPUs(other, one))
    }

    @Test(arguments: [
        ("AMD EPYC", "AMD EPYC"), ("AMD EPYC", "AMD EPYC 7763 64-Core Processor"), ("", "AMD EPYC"),
        ("CPU", "Apple M1"),
        ("AMD EPYC-Milan Processor", "AMD EPYC 7763 64-Core Processor"), ("DO-Regular", "AMD EPYC 7763"),
        ("Intel Core Processor (Haswell, no TSX)", "Intel(R) Xeon(R) CPU E5-2680 v3 @ 2.50GHz"),
        ("QEMU Virtual CPU version 2.5+", "Intel(R) Core(TM) i7-6800K CPU @ 3.40GHz"),
        ("13th Gen Intel(R) Core(TM) i9-13900K", "Intel Core i9-13900K, OpenBLAS"),
        ("AMD Ryzen 7 7840U w/ Radeon  780M Graphics", "AMD Ryzen 7 7840U with Radeon 780M Graphics"),
        ("Intel(R) Xeon(R) Processor", "Intel(R) Xeon(R) Platinum 8480+"),
        ("Intel(R) Xeon(R) CPU @ 2.20GHz", "Xeon 6980P"),
    ])
    func namesThatMayBeOneCPUsAreNot(one: String, other: String) {
        #expect(!CPUName.areOfDifferentCPUs(one, other))
        #expect(!CPUName.areOfDifferentCPUs(other, one))
    }
}
