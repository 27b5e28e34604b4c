import Records
import SystemPackage

extension MemoryModules {
    /// From udev's export of SMBIOS, which any user may read, else from the raw table, which root may.
    package init(files: SystemFiles?, isThisMachine: Bool) {
        guard let files else {
            self.init(unknown: "the source of this topology does not list memory modules")
            return
        }
        let guest = isThisMachine && Virtualization.hypervisor(files) != nil
        if let modules = UdevMemory.modules(files), !modules.isEmpty {
            self.init(modules: modules, source: "SMBIOS (udev)", unknown: nil, toldByHypervisor: guest)
            return
        }
        switch files.read("sys/firmware/dmi/tables/DMI", limit: 1 << 20) {
        case .success(let table):
            let modules = SMBIOS.memoryModules(table)
            let unknown = modules.isEmpty ? "the firmware's SMBIOS table lists no memory modules" : nil
            self.init(
                modules: modules, source: modules.isEmpty ? nil : "SMBIOS (table)", unknown: unknown,
                toldByHypervisor: guest)
        case .failure(.permissionDenied), .failure(.notPermitted):
            self.init(
                unknown:
                    "permission denied to read the SMBIOS table: run as root, or give it with --memory to probe all"
            )
        case .failure:
            self.init(
                unknown: guest
                    ? "no DMI (virtual machine): give it with --memory to probe all"
                    : "no DMI: give it with --memory to probe all")
        }
    }

    private init(unknown: String) {
        self.init(modules: [], source: nil, unknown: unknown, toldByHypervisor: false)
    }
}

/// What udev reads from SMBIOS at boot and keeps for everybody.
enum UdevMemory {
    /// The modules in udev's database; nil where it has none.
    static func modules(_ files: SystemFiles) -> [MemoryModule]? {
        guard let text = files.text("run/udev/data/+dmi:id") else { return nil }
        var properties: [String: String] = [:]
        for line in text.split(separator: "\n") where line.hasPrefix("E:MEMORY_DEVICE_") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            let name = line[..<equals].dropFirst("E:MEMORY_DEVICE_".count)
            properties[String(name)] = String(line[line.index(after: equals)...])
        }
        let indices = Set(properties.keys.compactMap { Int($0.prefix { $0 != "_" }) }).sorted()
        return indices.isEmpty ? nil : indices.map { module($0, properties) }
    }

    private static func module(_ index: Int, _ properties: [String: String]) -> MemoryModule {
        func number(_ name: String) -> Int? {
            properties["\(index)_\(name)"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        }
        let present = properties["\(index)_PRESENT"] != "0"
        return MemoryModule(
            locator: properties["\(index)_LOCATOR"] ?? "slot \(index)", size: present ? number("SIZE") ?? 0 : 0,
            type: present ? properties["\(index)_TYPE"] : nil, configuredMTs: number("CONFIGURED_SPEED_MTS"),
            ratedMTs: number("SPEED_MTS"), dataWidth: number("DATA_WIDTH"))
    }
}
