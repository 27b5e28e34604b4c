import CPlatform

/// Whether a hypervisor or a container stands between this program and the machine.
package enum Virtualization {
    /// The hypervisor's name; nil on bare metal.
    package static func hypervisor(_ files: SystemFiles = .live) -> String? {
        var signature = [CChar](repeating: 0, count: 13)
        if cp_hypervisor(&signature) {
            let text = String(decoding: signature.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            return names.first { text.hasPrefix($0.signature) }?.name ?? (text.isEmpty ? "unknown hypervisor" : text)
        }
        // Arm has no CPUID; firmware names the hypervisor as the maker of the board.
        let maker = files.text("sys/class/dmi/id/sys_vendor") ?? ""
        if let name = makers.first(where: { maker.contains($0) }) { return name }
        return files.text("sys/hypervisor/type")
    }

    /// The container's kind; nil outside of one.
    package static func container(_ files: SystemFiles = .live) -> String? {
        if files.text(".dockerenv") != nil { return "Docker" }
        if files.text("run/.containerenv") != nil { return "Podman" }
        let group = files.text("proc/1/cgroup") ?? ""
        if group.contains("kubepods") { return "Kubernetes" }
        return group.contains("/lxc/") ? "LXC" : nil
    }

    private static let names: [(signature: String, name: String)] = [
        ("KVMKVMKVM", "KVM"), ("Microsoft Hv", "Hyper-V"), ("VMwareVMware", "VMware"), ("XenVMMXenVMM", "Xen"),
        ("TCGTCGTCGTCG", "QEMU without acceleration"), ("bhyve bhyve ", "bhyve"), ("prl hyperv", "Parallels"),
    ]
    private static let makers = ["QEMU", "Amazon EC2", "Google", "VMware", "Xen", "Apple Inc. Virtual"]
}
