// swift-tools-version: 6.2
import PackageDescription

// Every target of the house, top to bottom: a target may depend only on targets above it.
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let libraries: [Target] = [
    .systemLibrary(name: "CHwloc", pkgConfig: "hwloc", providers: [.apt(["libhwloc-dev"])]),
    .systemLibrary(name: "CNuma", pkgConfig: "numa", providers: [.apt(["libnuma-dev"])]),
    .target(name: "CKernels"),
    .target(name: "CPlatform"),
    .target(name: "CCatalogData"),
    .target(name: "Quantities"),
    .target(name: "Statistics"),
    .target(name: "Tables"),
    .target(name: "Records", dependencies: ["Quantities", "Tables", "Statistics", system]),
    .target(name: "Kernels", dependencies: ["CKernels", "Records"]),
    .target(name: "Machine", dependencies: ["CHwloc", "CNuma", "CPlatform", "Quantities", "Records", system]),
    .target(name: "Workloads", dependencies: ["Quantities", "Records", "Kernels", "Machine"]),
    .target(
        name: "ProbeKit",
        dependencies: ["CPlatform", "Quantities", "Tables", "Statistics", "Records", argumentParser, system]),
    // Its data files are put in by CCatalogData.
    .target(name: "Catalog", dependencies: ["CCatalogData", "Quantities", "Statistics"], exclude: ["Data"]),
    .target(name: "ModelFiles", dependencies: ["Quantities", "Records", "Catalog", system]),
    .target(
        name: "Engines",
        dependencies: ["CPlatform", "Quantities", "Tables", "Records", "ProbeKit", "Catalog", "ModelFiles", system]),
    .target(name: "TokenModel", dependencies: ["Quantities", "Statistics", "Catalog"]),
    .target(name: "Report", dependencies: ["Quantities", "Tables", "Statistics", "Records", "Catalog", "TokenModel"]),
    .target(
        name: "EngineRuns",
        dependencies: [
            "Quantities", "Tables", "Statistics", "Records", "ProbeKit", "Catalog", "ModelFiles", "Engines",
            "TokenModel", "Report", system,
        ]),
]

let programs: [Target] = [
    .executableTarget(
        name: "probe",
        dependencies: [
            "Quantities", "Tables", "Statistics", "Records", "ProbeKit", "Catalog", "ModelFiles", "TokenModel",
            "Report", "EngineRuns", argumentParser, subprocess, system,
        ]),
    .executableTarget(
        name: "probe-topology",
        dependencies: ["Quantities", "Tables", "Records", "Machine", "ProbeKit", argumentParser],
        path: "Probes/topology"),
    .executableTarget(
        name: "probe-doctor",
        dependencies: ["Records", "Tables", "Machine", "ProbeKit", argumentParser, system],
        path: "Probes/doctor"),
    .executableTarget(
        name: "probe-bandwidth",
        dependencies: [
            "Quantities", "Tables", "Statistics", "Records", "Kernels", "Machine", "ProbeKit", argumentParser,
        ],
        path: "Probes/bandwidth"),
    .executableTarget(
        name: "probe-latency",
        dependencies: [
            "Quantities", "Tables", "Statistics", "Records", "Kernels", "Machine", "ProbeKit", argumentParser,
        ],
        path: "Probes/latency"),
    .executableTarget(
        name: "probe-flops",
        dependencies: [
            "Quantities", "Tables", "Statistics", "Records", "Kernels", "Machine", "ProbeKit", "Catalog",
            argumentParser,
        ],
        path: "Probes/flops"),
    .executableTarget(
        name: "probe-smt",
        dependencies: [
            "Quantities", "Tables", "Statistics", "Records", "Machine", "Workloads", "ProbeKit", argumentParser,
        ],
        path: "Probes/smt"),
    .executableTarget(
        name: "probe-scaling",
        dependencies: [
            "Quantities", "Tables", "Statistics", "Records", "Machine", "Workloads", "ProbeKit", argumentParser,
        ],
        path: "Probes/scaling"),
    .executableTarget(
        name: "probe-inference",
        dependencies: [
            "Quantities", "Tables", "Statistics", "Records", "Kernels", "Machine", "Workloads", "ProbeKit", "Catalog",
            argumentParser,
        ],
        path: "Probes/inference"),
    .executableTarget(
        name: "probe-engine",
        dependencies: [
            "Quantities", "Tables", "Statistics", "Records", "Kernels", "Machine", "Workloads", "ProbeKit", "Catalog",
            "ModelFiles", "Engines", "EngineRuns", argumentParser, system,
        ],
        path: "Probes/engine"),
    .executableTarget(
        name: "probe-storage",
        dependencies: [
            "Quantities", "Tables", "Statistics", "Records", "Machine", "ProbeKit", argumentParser, system,
        ],
        path: "Probes/storage"),
]

let support = Target.Dependency.target(name: "TestSupport")

let tests: [Target] = [
    .target(name: "TestSupport", dependencies: [subprocess, system], path: "Tests/Support"),
    .target(
        name: "FuzzTargets", dependencies: ["Quantities", "Records", "Machine", "Catalog", "ModelFiles", system],
        path: "Fuzz/Targets"),
    .executableTarget(name: "fuzz", dependencies: ["FuzzTargets", system], path: "Fuzz/Runner"),
    .testTarget(name: "QuantitiesTests", dependencies: ["Quantities"]),
    .testTarget(name: "TablesTests", dependencies: ["Tables"]),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics"]),
    .testTarget(name: "RecordsTests", dependencies: ["Quantities", "Statistics", "Records"]),
    .testTarget(name: "KernelTests", dependencies: ["Kernels", "Records", "Machine", support, "Catalog"]),
    .testTarget(name: "MachineTests", dependencies: ["Records", "Machine", support, system]),
    .testTarget(
        name: "WorkloadsTests", dependencies: ["Quantities", "Records", "Kernels", "Machine", "Workloads", support]),
    .testTarget(
        name: "ProbeKitTests", dependencies: ["Quantities", "Statistics", "Records", "ProbeKit", argumentParser]),
    .testTarget(name: "CatalogTests", dependencies: ["Catalog", "Quantities", "Statistics", support]),
    .testTarget(
        name: "ModelFilesTests",
        dependencies: ["Quantities", "Records", "Catalog", "ModelFiles", "FuzzTargets", support, system]),
    .testTarget(name: "EnginesTests", dependencies: ["Records", "Catalog", "ModelFiles", "Engines", support, system]),
    .testTarget(name: "TokenModelTests", dependencies: ["Catalog", "Quantities", "Statistics", "TokenModel"]),
    .testTarget(
        name: "ReportTests",
        dependencies: [
            "Quantities", "Tables", "Statistics", "Records", "Catalog", "TokenModel", "Report", support, system,
        ]),
    .testTarget(
        name: "EngineRunsTests",
        dependencies: [
            "Quantities", "Tables", "Statistics", "Records", "Catalog", "ModelFiles", "Engines", "TokenModel",
            "EngineRuns", support, system,
        ]),
    .testTarget(name: "HouseTests", dependencies: [support, system]),
    .testTarget(name: "EmulationTests", dependencies: [support, system], exclude: ["Programs"]),
    .testTarget(name: "EndToEndTests", dependencies: ["Quantities", "Statistics", "Records", support, system]),
    .testTarget(
        name: "GuestTests", dependencies: ["Statistics", "Records", support, system], exclude: ["Guest"]),
]

for target in libraries + programs + tests where target.type != .system {
    target.cSettings = [.treatAllWarnings(as: .error)]
    target.swiftSettings = [
        .swiftLanguageMode(.v6), .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
    ]
}

let package = Package(
    name: "probe",
    products: programs.map { .executable(name: $0.name, targets: [$0.name]) },
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        // Without its Foundation trait: the programs stay small and start in milliseconds.
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: libraries + programs + tests,
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu11
)
