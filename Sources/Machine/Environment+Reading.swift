import Records

#if canImport(Glibc)
    import Glibc
#endif

extension Environment {
    /// The running system's circumstances, now.
    package static func current(_ files: SystemFiles = .live) -> Environment {
        var name = utsname()
        uname(&name)
        func text<Tuple>(_ field: Tuple) -> String {
            withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        var environment = Environment(
            host: text(name.nodename), kernel: "\(text(name.sysname)) \(text(name.release)) \(text(name.machine))")
        environment.cpu = files.fields("proc/cpuinfo")["model name"]
        let layers = [Virtualization.hypervisor(files), Virtualization.container(files)].compactMap(\.self)
        environment.virtualization = layers.isEmpty ? nil : layers.joined(separator: ", ")
        environment.transparentHugePages = files.text("sys/kernel/mm/transparent_hugepage/enabled").flatMap(chosenWord)
        environment.numaBalancing = files.integer("proc/sys/kernel/numa_balancing").map { $0 != 0 }
        environment.governor = governor(files)
        environment.cpuQuota = CgroupLimits(files: files).cpuQuota
        environment.availableMemory = MemoryInfo(files: files).available
        return environment
    }

    /// The circumstances, and how busy the machine is with other work: what a record of a measurement needs. Takes
    /// 0.2 s.
    package static func beforeMeasuring() -> Environment {
        var environment = current()
        environment.busyCPUs = Activity.busyCPUs(seconds: 0.2)
        return environment
    }

    /// "always [madvise] never" → "madvise".
    private static func chosenWord(_ text: String) -> String? {
        text.split(separator: " ").first { $0.hasPrefix("[") }.map { String($0.dropFirst().dropLast()) }
    }

    private static func governor(_ files: SystemFiles) -> String? {
        let online = files.ids("sys/devices/system/cpu/online")?.ids ?? []
        let names = online.compactMap { files.text("sys/devices/system/cpu/cpu\($0)/cpufreq/scaling_governor") }
        return names.isEmpty ? nil : Set(names).sorted().joined(separator: ", ")
    }
}

extension Environment {
    /// What in these circumstances limits the figures.
    /// - Parameter cpus: CPUs the process may use.
    package func caveats(cpus: Int) -> [Caveat] {
        var kinds: [Caveat.Kind] = []
        if let hypervisor = Virtualization.hypervisor() { kinds.append(.virtualMachine(hypervisor: hypervisor)) }
        if let container = Virtualization.container() { kinds.append(.container(name: container)) }
        if let cpuQuota, cpuQuota < Double(cpus) { kinds.append(.cpuQuota(cpus: cpuQuota)) }
        if numaBalancing == true { kinds.append(.numaBalancing) }
        if transparentHugePages == "never" { kinds.append(.transparentHugePagesOff) }
        if let governor, governor != "performance" { kinds.append(.governor(name: governor)) }
        // A quarter of the CPUs busy is work that a measurement on all of them will meet.
        if let busyCPUs, busyCPUs > 0.25 * Double(cpus) { kinds.append(.busyMachine(busy: busyCPUs, cpus: cpus)) }
        return kinds.map { Caveat($0) }
    }
}
