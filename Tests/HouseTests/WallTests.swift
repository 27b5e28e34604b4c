import SystemPackage
import Testing
import TestSupport

/// Reads the imports and holds the walls of the house.
@Suite struct WallTests {
    /// Top to bottom: a module imports only modules above it.
    private static let floors = [
        "CHwloc", "CNuma", "CKernels", "CPlatform", "CCatalogData", "Quantities", "Tables", "Statistics", "Records",
        "Kernels", "Machine", "Workloads", "ProbeKit", "Catalog", "ModelFiles", "Engines", "TokenModel", "Report",
        "EngineRuns", "probe",
    ]

    /// Modules that may see only these of our own.
    private static let rooms: [String: Set<String>] = [
        "Quantities": [], "Tables": [], "Statistics": [], "TokenModel": ["Quantities", "Statistics", "Catalog"],
        "Catalog": ["CCatalogData", "Quantities", "Statistics"], "ModelFiles": ["Quantities", "Records", "Catalog"],
    ]

    private static let forbidden: [String: Set<String>] = [
        "Engines": ["Machine", "Kernels", "Workloads"],
        "Report": ["Machine", "Kernels", "Workloads", "ProbeKit"],
        "EngineRuns": ["Machine", "Kernels", "Workloads"], "ProbeKit": ["Machine", "Kernels", "Workloads"],
        "probe": ["Machine", "Kernels", "Workloads"],
        "Records": ["Foundation"],
    ]

    @Test(arguments: floors)
    func importsGoUpOnly(module: String) throws {
        let above = Set(Self.floors.prefix { $0 != module })
        let files = swiftFiles(Repository.root.appending("Sources").appending(module))
        for file in files {
            let imports = try Self.imports(file)
            let own = imports.intersection(Self.floors)
            #expect(own.isSubset(of: above), "\(file) imports \(own.subtracting(above))")
            if let allowed = Self.rooms[module] { #expect(own.isSubset(of: allowed), "\(file) imports \(own)") }
            #expect(imports.isDisjoint(with: Self.forbidden[module] ?? []), "\(file)")
        }
        #expect(module.hasPrefix("C") && module != "Catalog" || !files.isEmpty, "\(module) has sources")
    }

    @Test func cStaysInMachineAndKernels() throws {
        let cModules = Set(["CHwloc", "CNuma", "CKernels"])
        for module in Self.floors where module != "Machine" && module != "Kernels" {
            for file in swiftFiles(Repository.root.appending("Sources").appending(module)) {
                #expect(try Self.imports(file).isDisjoint(with: cModules), "\(file)")
            }
        }
    }

    @Test func nobodyImportsAllOfFoundation() throws {
        for folder in ["Sources", "Probes"] {
            for file in swiftFiles(Repository.root.appending(folder)) {
                #expect(try !Self.imports(file).contains("Foundation"), "\(file)")
            }
        }
    }

    /// A guest is as slow as its host: what it has time for, the boot tells.
    @Test func guestsAskForTimeInProportion() throws {
        let files = swiftFiles(Repository.root.appending("Tests/GuestTests"))
        #expect(!files.isEmpty)
        for file in files {
            #expect(try TextFile.read(file).firstMatch(of: #/--time-budget \d/#) == nil, "\(file)")
        }
    }

    @Test func filesAndLinesStayShort() throws {
        for folder in ["Sources", "Probes", "Tests"] {
            for file in swiftFiles(Repository.root.appending(folder)) {
                let lines = try TextFile.read(file).split(separator: "\n", omittingEmptySubsequences: false)
                #expect(lines.count <= 300, "\(file)")
                #expect(lines.allSatisfy { $0.count <= 120 }, "\(file)")
            }
        }
    }

    @Test func everyProbeIsAFolderOfProbes() throws {
        let manifest = try TextFile.read(Repository.root.appending("Package.swift"))
        for name in TextFile.names(in: Repository.root.appending("Probes")) {
            #expect(manifest.contains("\"probe-\(name)\""), "Probes/\(name) is built as probe-\(name)")
        }
    }

    @Test func onlyAProbeJoinsPlaceWorkAndMeasurement() throws {
        let allowed = Set(Self.floors).subtracting(["CHwloc", "CNuma", "CKernels", "CPlatform", "Report", "probe"])
        for file in swiftFiles(Repository.root.appending("Probes")) {
            let own = try Self.imports(file).intersection(Self.floors)
            #expect(own.isSubset(of: allowed), "\(file) imports \(own.subtracting(allowed))")
        }
    }

    /// The modules a file imports, however: `import X`, `@testable import X`, `package import X`, `import struct X.Y`.
    private static func imports(_ file: FilePath) throws -> Set<String> {
        let lines = try TextFile.read(file).split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        return Set(
            lines.compactMap { words in
                guard let position = words.firstIndex(of: "import"), position <= 2, position + 1 < words.count,
                    words[..<position].allSatisfy({
                        $0.hasPrefix("@") || ["package", "public", "internal"].contains($0)
                    })
                else { return nil }
                return words[words.count - 1].split(separator: ".").first.map(String.init)
            })
    }

    private func swiftFiles(_ folder: FilePath) -> [FilePath] {
        TextFile.names(in: folder).flatMap { name -> [FilePath] in
            let path = folder.appending(name)
            return name.hasSuffix(".swift") ? [path] : name.contains(".") ? [] : swiftFiles(path)
        }
    }
}
