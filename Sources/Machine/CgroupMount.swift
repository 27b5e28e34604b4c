#if canImport(Glibc)
    import Glibc
#endif

/// A folder at which control groups are shown.
struct CgroupMount {
    /// Below "/", without a first slash.
    let folder: String
    /// The group that the folder shows, "/" for the hierarchy's own.
    let root: String
    /// The controllers of version 1; none for version 2.
    let controllers: Set<String>

    /// Those of this process, widest first; the usual ones where nothing tells them.
    static func all(_ files: SystemFiles) -> [CgroupMount] {
        let lines = (files.text("proc/self/mountinfo") ?? "").split(separator: "\n")
        var told: [CgroupMount] = []
        for mount in lines.compactMap(CgroupMount.init) {
            // The last one at a folder hides those before it.
            told.removeAll { $0.folder == mount.folder }
            told.append(mount)
        }
        guard told.isEmpty else { return told.sorted { $0.root.utf8.count < $1.root.utf8.count } }
        let hybrid = "sys/fs/cgroup/unified"
        let names = files.names("sys/fs/cgroup") ?? []
        return [CgroupMount(folder: files.names(hybrid) == nil ? "sys/fs/cgroup" : hybrid, root: "/", controllers: [])]
            + names.map { name in
                let controllers = Set(name.split(separator: ",").map(String.init))
                return CgroupMount(folder: "sys/fs/cgroup/\(name)", root: "/", controllers: controllers)
            }
    }

    private init(folder: String, root: String, controllers: Set<String>) {
        (self.folder, self.root, self.controllers) = (folder, root, controllers)
    }

    /// A line as "36 35 0:30 /root /folder rw shared:1 - cgroup cgroup rw,cpu,cpuacct"; nil for another file system.
    private init?(_ line: Substring) {
        let fields = line.split(separator: " ")
        guard let end = fields.firstIndex(of: "-"), end >= 6, fields.count > end + 1 else { return nil }
        root = Self.unescaped(fields[3])
        folder = String(Self.unescaped(fields[4]).drop { $0 == "/" })
        switch fields[end + 1] {
        case "cgroup2": controllers = []
        case "cgroup" where fields.count > end + 3:
            controllers = Set(fields[end + 3].split(separator: ",").map(String.init))
        default: return nil
        }
    }

    /// Whether it shows the hierarchy of these controllers, as /proc/self/cgroup names them.
    func shows(_ controllers: [String]) -> Bool {
        controllers.isEmpty ? self.controllers.isEmpty : !self.controllers.isDisjoint(with: controllers)
    }

    /// - Returns: the names of the folders that lead from the mount's own to this process's group; nil where it is not
    ///   below that.
    func names(of group: String, files: SystemFiles) -> [String]? {
        let (path, top) = (group.split(separator: "/").map(String.init), root.split(separator: "/").map(String.init))
        let shared = zip(path, top).prefix { $0 == $1 }.count
        let rest = Array(path.dropFirst(shared))
        guard !rest.contains("..") else { return nil }
        if shared == top.count { return rest }
        // The mount is older than the process's namespace: it shows groups above that, whose names nothing tells.
        guard top.dropFirst(shared).allSatisfy({ $0 == ".." }) else { return nil }
        var left = Self.searched
        return search(folder, depth: top.count - shared, rest, files, &left)
    }

    /// Folders that are looked at for the process's own group; a host has some hundred.
    private static let searched = 50_000

    /// The names from a folder to the group, so many levels above `rest`, that has this process.
    private func search(
        _ folder: String, depth: Int, _ rest: [String], _ files: SystemFiles, _ left: inout Int
    ) -> [String]? {
        left -= 1
        guard left > 0 else { return nil }
        guard depth > 0 else {
            let processes = files.text(([folder] + rest + ["cgroup.procs"]).joined(separator: "/")) ?? ""
            return processes.split(separator: "\n").contains("\(getpid())") ? rest : nil
        }
        for name in files.names(folder) ?? [] {
            if let found = search("\(folder)/\(name)", depth: depth - 1, rest, files, &left) { return [name] + found }
        }
        return nil
    }

    /// The kernel writes white space and backslashes as three octal digits.
    private static func unescaped(_ field: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(field.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.count >= 3,
                let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
            {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
