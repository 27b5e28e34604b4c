import Records
import SystemPackage

extension MemoryModules {
    /// From udev's export of SMBIOS, which any user may read, else from the raw table, which root may.
    package init(files: SystemFiles?, isThisMachine: Bool, hypervisorsWord: HypervisorsWord = .doubted) {
        guard let files else {
            self.init(unknown: "the source of this topology does not list memory modules")
            return
        }
        let surroundings = Surroundings(files: files, isThisMachine: isThisMachine)
        self.init(files: files, surroundings: surroundings, hypervisorsWord: hypervisorsWord)
    }

    /// udev comes first, since everybody reads the same there. The table comes first where udev leaves out what a
    /// module's bandwidth is made of, or its type, and the table may be read; it adds the processor sockets.
    package init(files: SystemFiles, surroundings: Surroundings, hypervisorsWord: HypervisorsWord) {
        let udev = files.text("run/udev/data/+dmi:id").flatMap(UdevMemory.memory)
        let bytes = files.read("sys/firmware/dmi/tables/DMI", limit: SMBIOSTable.limit + 1)
        let table = (try? bytes.get()).map { SMBIOSTable($0).memory }
        if let told = udev, told.tellsAllOfBandwidth || (table?.modules ?? []).isEmpty {
            self = told
            sockets = table?.sockets
            source = "SMBIOS (udev)"
        } else if let table, !table.modules.isEmpty {
            self = table
            source = "SMBIOS (table)"
        } else {
            self.init(unknown: Self.reason(bytes, files, surroundings))
            sockets = table?.sockets
            notes = table?.notes
            return
        }
        guard surroundings.hypervisor != nil else { return }
        toldByHypervisor = hypervisorsWord == .doubted
        if hypervisorsWord == .trusted { source = source.map { "\($0), told by the hypervisor and trusted by you" } }
    }

    /// Whether every fitted module of system memory has a type, a speed and a width.
    private var tellsAllOfBandwidth: Bool {
        systemModules.filter(\.isFitted).allSatisfy {
            $0.type != nil && ($0.configuredMTs ?? $0.ratedMTs) != nil && $0.dataWidth != nil && $0.size > 0
        }
    }

    private init(unknown: String) {
        self.init(modules: [], source: nil, unknown: unknown, toldByHypervisor: false)
    }
}

extension MemoryModules {
    private static let give = "give the modules with --memory to probe all"

    /// Why there are no modules: each cause with its own remedy.
    private static func reason(
        _ table: Result<[UInt8], Errno>, _ files: SystemFiles, _ surroundings: Surroundings
    ) -> String {
        switch table {
        case .success(let bytes): emptyTable(bytes, surroundings)
        case .failure(.permissionDenied), .failure(.notPermitted):
            "permission denied (run as root): only root may read the SMBIOS table, and udev has no copy of it for "
                + "everybody; run probe as root, or \(give)"
        case .failure(.noSuchFileOrDirectory), .failure(.notDirectory): noTable(files, surroundings)
        case .failure(let error): "cannot read the SMBIOS table: \(error.explained); \(give)"
        }
    }

    private static func emptyTable(_ bytes: [UInt8], _ surroundings: Surroundings) -> String {
        let owner = surroundings.hypervisor.map { "hypervisor's (\($0))" } ?? "firmware's"
        if SMBIOSTable(bytes).structures.isEmpty {
            return "nonsense: the \(owner) SMBIOS table of \(bytes.count) bytes has not one whole structure; \(give)"
        }
        return "the \(owner) SMBIOS table lists no memory modules; \(give)"
    }

    private static func noTable(_ files: SystemFiles, _ surroundings: Surroundings) -> String {
        guard surroundings.isThisMachine else {
            return "no DMI: the folder has no copy of the other machine's SMBIOS table; \(give)"
        }
        // An empty file system is laid over it in containers. The kernel's own is never empty.
        let firmware = files.names("sys/firmware")
        if firmware?.isEmpty == true || (firmware == nil && surroundings.container != nil) {
            let container = surroundings.container.map { " (\($0))" } ?? ""
            return "the container\(container) hides /sys/firmware: run probe outside of it, start it with "
                + "--security-opt systempaths=unconfined (Podman: --security-opt unmask=/sys/firmware), or \(give)"
        }
        if let hypervisor = surroundings.hypervisor {
            return "no DMI (virtual machine): \(hypervisor) gives its guests no SMBIOS table; \(give)"
        }
        if let container = surroundings.container {
            return "no DMI (container): \(container) shows no /sys/firmware/dmi; run probe outside of it, or \(give)"
        }
        return firmware == nil
            ? "no DMI: /sys/firmware is missing; mount /sys, or \(give)"
            : "no DMI: this machine's firmware has no SMBIOS table, as on boards with device trees; \(give)"
    }
}
