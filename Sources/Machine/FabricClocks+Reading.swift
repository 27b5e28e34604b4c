import CPlatform
import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

extension FabricClocks {
    /// From the attributes of Linux 6.16's hsmp_acpi driver (Documentation/arch/x86/amd_hsmp.rst), else by messages to
    /// /dev/hsmp; nil where the CPU is not AMD's, or not told.
    package init?(files: SystemFiles?, cpu: CPUIdentity, isThisMachine: Bool) {
        guard let files else { return nil }
        self.init(files: files, cpu: cpu, surroundings: Surroundings(files: files, isThisMachine: isThisMachine))
    }

    /// Likewise, as if these surroundings stood between.
    package init?(files: SystemFiles, cpu: CPUIdentity, surroundings: Surroundings) {
        guard cpu.vendor == "AuthenticAMD" else { return nil }
        let attributes = Self.folders(files).map { Socket(folder: $0, files: files) }
        if attributes.contains(where: \.tellsAnything) {
            self.init(sockets: attributes, source: "HSMP (sysfs)")
            return
        }
        guard surroundings.isThisMachine else {
            self.init(unknown: "the folder has no copy of the other machine's HSMP attributes")
            return
        }
        let device = files.root.pushing("dev/hsmp")
        do {
            let file = try FileDescriptor.open(device, .readOnly)
            let sockets = try file.closeAfter { try Self.sockets(file) }
            if sockets.contains(where: \.tellsAnything) {
                self.init(sockets: sockets, source: "HSMP (/dev/hsmp)")
            } else {
                self.init(unknown: "HSMP answered with clocks that cannot be; \(Self.give)")
            }
        } catch {
            self.init(unknown: Self.reason(error as? Errno ?? .ioError, cpu, surroundings))
        }
    }

    private init(unknown: String) { self.init(sockets: [], unknown: unknown) }

    private static let give = "give the fabric's clock with --fclk"

    /// Each socket's folder in the order of sockets: AMDI0097:00, AMDI0097:01, or amd_hsmp/socket0.
    private static func folders(_ files: SystemFiles) -> [String] {
        let platform = "sys/devices/platform"
        let devices = (files.names(platform) ?? []).filter { $0.hasPrefix("AMDI0097:") }.map { "\(platform)/\($0)" }
        let sockets = (files.names("\(platform)/amd_hsmp") ?? []).filter { $0.hasPrefix("socket") }
        return devices.isEmpty ? sockets.map { "\(platform)/amd_hsmp/\($0)" } : devices
    }

    /// Asks socket after socket until one does not exist. Linux's driver knows eight.
    private static func sockets(_ file: FileDescriptor) throws(Errno) -> [Socket] {
        var sockets: [Socket] = []
        for index in 0..<UInt16(8) {
            var clocks = cp_hsmp_answer()
            let error = cp_hsmp_ask(file.rawValue, index, UInt32(CP_HSMP_CLOCKS.rawValue), &clocks)
            guard error == 0 else {
                if index == 0 { throw Errno(rawValue: error) }
                break
            }
            var bandwidth = cp_hsmp_answer()
            // Versions of HSMP before the fifth generation's may not know this message.
            let refused = cp_hsmp_ask(file.rawValue, index, UInt32(CP_HSMP_BANDWIDTH.rawValue), &bandwidth) != 0
            sockets.append(
                Socket(
                    fabric: Int(clocks.words.0), memory: Int(clocks.words.1),
                    // Bits 31 to 20; those below are what is in use.
                    most: refused ? nil : Int(bandwidth.words.0 >> 20)))
        }
        return sockets
    }

    private static func reason(_ error: Errno, _ cpu: CPUIdentity, _ surroundings: Surroundings) -> String {
        switch error {
        case .permissionDenied, .notPermitted:
            return "permission denied to open /dev/hsmp: run as root, or \(give)"
        case .noSuchFileOrDirectory, .noSuchAddressOrDevice, Errno(rawValue: ENODEV): break
        default: return "HSMP does not answer: \(error.explained); \(give)"
        }
        if let hypervisor = surroundings.hypervisor {
            return "no HSMP (virtual machine): \(hypervisor) does not pass it on to guests; \(give)"
        }
        // The kernel's documentation: family 19h on, EPYC and MI300A only.
        guard (cpu.family ?? 0) >= 0x19, cpu.name?.contains("Ryzen") != true else {
            return "no HSMP: AMD tells the fabric's clock on EPYC from the third generation on, and not on this CPU; "
                + give
        }
        if let container = surroundings.container {
            return "no HSMP: the container (\(container)) has no /dev/hsmp; pass it with --device /dev/hsmp, or \(give)"
        }
        return "no /dev/hsmp: the amd_hsmp driver is not loaded (modprobe amd_hsmp, or hsmp_acpi, as root; HSMP may be "
            + "off in the firmware's settings); \(give)"
    }
}

extension FabricClocks.Socket {
    fileprivate var tellsAnything: Bool { fabricMHz != nil || memoryMHz != nil || maxGBs != nil }

    fileprivate init(folder: String, files: SystemFiles) {
        func figure(_ name: String) -> Int? { files.integer("\(folder)/\(name)") }
        self.init(fabric: figure("fclk_input"), memory: figure("mclk_input"), most: figure("ddr_max_bw"))
    }

    /// Leaves out what cannot be: 0 and 65535 mean that the firmware does not know.
    fileprivate init(fabric: Int?, memory: Int?, most: Int?) {
        func checked(_ value: Int?, _ possible: ClosedRange<Int>) -> Int? {
            value.flatMap { possible.contains($0) ? $0 : nil }
        }
        self.init(
            fabricMHz: checked(fabric, 100...10_000), memoryMHz: checked(memory, 100...10_000),
            // Twelve bits, all of them set where it is not known.
            maxGBs: checked(most, 1...4094))
    }
}
