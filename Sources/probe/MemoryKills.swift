import FoundationEssentials
import SystemPackage

/// What the kernel kills for want of memory: a cgroup's limit or the machine's end.
enum MemoryKills {
    /// So many since boot, of the whole machine and all its cgroups; nil where the kernel does not tell.
    static var count: Int? {
        guard let text = try? String(contentsOfFile: "/proc/vmstat", encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("oom_kill ") }
        return line?.split(separator: " ").last.flatMap { Int($0) }
    }

    /// Why a program ended with SIGKILL that nobody here sent; nil where that has nothing to do with memory.
    /// - Parameter before: the count when it began.
    static func reason(since before: Int?) -> String? {
        guard let before, let now = count, now > before else { return nil }
        return
            "it was killed while the kernel killed for want of memory (oom_kill), most likely at the limit of a memory "
            + "cgroup. Raise the limit (docker: --memory), free memory, or pass a smaller --array-size"
    }
}
