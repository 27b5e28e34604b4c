import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Folders of this process's control groups and of all above them, the process's own first, for each controller.
///
/// A mount may show a part of a hierarchy only, as in a container: what /proc/self/mountinfo calls its root is the
/// group at the mount's own folder (proc_pid_mountinfo(5), cgroup_namespaces(7)).
struct CgroupFolders {
    private(set) var memory: [String] = []
    private(set) var cpu: [String] = []
    /// Whether a quota on CPU time would be seen: false where the process's group is not shown anywhere.
    let showsCPU: Bool

    init(files: SystemFiles) {
        let mounts = CgroupMount.all(files)
        let lines = files.text("proc/self/cgroup")
        // By version: in a hybrid setting the CPUs' time is version 1's.
        var shown: [Int: Bool] = [:]
        for line in (lines ?? "").split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            // The one hierarchy of version 2 has no controllers' names, and all of its controllers.
            let controllers = parts[1].split(separator: ",").map(String.init)
            let ofMemory = controllers.isEmpty || controllers.contains("memory")
            let ofCPU = controllers.isEmpty || controllers.contains("cpu")
            guard ofMemory || ofCPU else { continue }
            let group = String(parts[2])
            let candidates = mounts.filter { $0.shows(controllers) }
            let own = Self.own(group: group, mounts: candidates, files: files)
            // Where none shows the group, the folder of a mount is still the nearest above that can be seen.
            let chain = own ?? candidates.first { files.names($0.folder) != nil }.map { [$0.folder] } ?? []
            if ofMemory { memory += chain }
            if ofCPU { cpu += chain }
            if ofCPU { shown[controllers.isEmpty ? 2 : 1] = own != nil || Self.isRoot(group, files) }
        }
        // A kernel without control groups has no such file, and no quota either.
        showsCPU = shown[1] ?? shown[2] ?? (lines != nil || files.text("proc/self/stat") != nil)
    }

    /// Whether it is the root of all groups, which has no limit; in a namespace another one has its name.
    private static func isRoot(_ group: String, _ files: SystemFiles) -> Bool {
        let initialNamespace: UInt = 0xEFFF_FFFB
        var status = stat()
        return group == "/" && stat(files.root.appending("proc/self/ns/cgroup").string, &status) == 0
            && status.st_ino == initialNamespace
    }

    /// The first mount that shows the group decides, for a hierarchy that is mounted twice would count twice.
    private static func own(group: String, mounts: [CgroupMount], files: SystemFiles) -> [String]? {
        for mount in mounts {
            guard let names = mount.names(of: group, files: files) else { continue }
            let chain = (0...names.count).reversed().map { ([mount.folder] + names.prefix($0)).joined(separator: "/") }
            if files.names(chain[0]) != nil { return chain }
        }
        return nil
    }
}
