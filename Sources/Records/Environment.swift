/// The circumstances of a run that its figures depend on. A field is nil where this machine does not tell it.
package struct Environment: Codable, Hashable, Sendable {
    package var host: String
    /// The CPU's name as the kernel gives it.
    package var cpu: String?
    /// System, release and machine: "Linux 6.18.44 x86_64".
    package var kernel: String
    /// The hypervisor's or container's name; nil on bare metal.
    package var virtualization: String?
    /// The chosen word of /sys/kernel/mm/transparent_hugepage/enabled.
    package var transparentHugePages: String?
    /// Whether the kernel moves pages between nodes by itself.
    package var numaBalancing: Bool?
    /// The CPU frequency governor, of all CPUs ("performance" or "powersave, performance").
    package var governor: String?
    /// CPUs that other work kept busy just before the run.
    package var busyCPUs: Double?
    /// CPUs' worth of time that a cgroup quota allows.
    package var cpuQuota: Double?
    /// Memory that can be used without swapping when the run began, in bytes.
    package var availableMemory: Int?

    package init(host: String, kernel: String) {
        self.host = host
        self.kernel = kernel
    }
}
