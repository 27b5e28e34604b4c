/// Folders of this process's control groups and of all above them, the process's own first, for each controller.
///
/// A mount may show a part of a hierarchy only, as in a container: what /proc/self/mountinfo calls its root is the group
/// at the mount's own folder (proc_pid_mountinfo(5), cgroup_namespaces(7)).
struct CgroupFolders {
    private(set) var memory: [String] = []
    private(set) var cpu: [String] = []

    init(files: SystemFiles) {
        let mounts = CgroupMount.all(files)
        for line in (files.text("proc/self/cgroup") ?? "").split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            // The one hierarchy of version 2 has no controllers' names, and all of its controllers.
            let controllers = parts[1].split(separator: ",").map(String.init)
            let ofMemory = controllers.isEmpty || controllers.contains("memory")
            let ofCPU = controllers.isEmpty || controllers.contains("cpu")
            guard ofMemory || ofCPU else { continue }
            let chain = Self.chain(
                group: String(parts[2]), mounts: mounts.filter { $0.shows(controllers) }, files: files)
            if ofMemory { memory += chain }
            if ofCPU { cpu += chain }
        }
    }

    /// The first mount that shows the group decides, for a hierarchy that is mounted twice would count twice. Where
    /// none does, the folder of a mount is still the nearest group above that can be seen.
    private static func chain(group: String, mounts: [CgroupMount], files: SystemFiles) -> [String] {
        for mount in mounts {
            guard let names = mount.names(of: group) else { continue }
            let chain = (0...names.count).reversed().map { ([mount.folder] + names.prefix($0)).joined(separator: "/") }
            if files.names(chain[0]) != nil { return chain }
        }
        return mounts.first { files.names($0.folder) != nil }.map { [$0.folder] } ?? []
    }
}
