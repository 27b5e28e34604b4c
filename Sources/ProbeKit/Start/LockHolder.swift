import FoundationEssentials
import SystemPackage
import Tables

#if canImport(Glibc)
    import Glibc
#endif

/// The process that measures now, as far as /proc tells.
package struct LockHolder: Hashable, Sendable {
    package let pid: Int32
    /// Its command line, as one line.
    package let command: String
    /// When it was started, UTC; nil where that is not told.
    package let since: String?

    /// Whoever holds the lock on a file.
    /// - Parameters:
    ///   - inode: the file's number.
    ///   - named: the process that the file names, for a kernel that does not tell who holds locks. Its word is not
    ///     taken unless that process is a probe.
    /// - Returns: nil where no such process is seen, or it is no probe: a number can be used again, a file forged.
    static func find(inode: UInt64, named: Int32?, in proc: FilePath = "/proc") -> LockHolder? {
        let locked = SmallFile.text(proc.appending("locks"), limit: 1 << 20).map { holders(of: inode, in: $0) } ?? []
        return (locked + [named].compactMap(\.self)).lazy.compactMap { LockHolder(pid: $0, in: proc) }.first
    }

    /// "1: FLOCK  ADVISORY  WRITE 812 08:01:655362 0 EOF" is of process 812. A process that waits has "->".
    private static func holders(of inode: UInt64, in locks: String) -> [Int32] {
        locks.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count >= 6, words[1] == "FLOCK", words[5].hasSuffix(":\(inode)") else { return nil }
            return Int32(words[4])
        }
    }

    /// nil where there is no such process, or it is no program of this project.
    init?(pid: Int32, in proc: FilePath) {
        let folder = proc.appending("\(pid)")
        guard pid > 0, let name = SmallFile.text(folder.appending("comm")), name.hasPrefix("probe") else { return nil }
        self.pid = pid
        let words = (SmallFile.text(folder.appending("cmdline")) ?? name).split(separator: "\0")
        let line = words.joined(separator: " ").printable
        command = line.count > 120 ? line.prefix(120) + "…" : line
        since = Self.start(folder, proc)
    }

    /// The 20th field after the name, in hundredths of a second since the machine was started.
    private static func start(_ folder: FilePath, _ proc: FilePath) -> String? {
        guard let status = SmallFile.text(folder.appending("stat")), let end = status.lastIndex(of: ")"),
            let ticks = status[end...].split(separator: " ").dropFirst(20).first.flatMap({ Double($0) }),
            let line = SmallFile.text(proc.appending("stat"), limit: 1 << 20)?.split(separator: "\n")
                .first(where: { $0.hasPrefix("btime ") }),
            let boot = Double(line.dropFirst(6))
        else { return nil }
        let moment = boot + ticks / Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
        return Date(timeIntervalSince1970: moment).formatted(.iso8601)
    }

    /// "process 812 (probe all --quick), started 2026-11-21T19:02:11Z"
    var text: String { "process \(pid) (\(command))" + (since.map { ", started \($0)" } ?? "") }
}

/// Files of the kernel, and others that should be short.
enum SmallFile {
    /// Its beginning; nil where it cannot be read.
    static func text(_ path: FilePath, limit: Int = 4096) -> String? {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking]) else {
            return nil
        }
        defer { try? file.close() }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(limit, 1 << 16))
        while content.count < limit, let count = try? chunk.withUnsafeMutableBytes({ try file.read(into: $0) }),
            count > 0
        {
            content += chunk.prefix(count)
        }
        return String(decoding: content.prefix(limit), as: UTF8.self)
    }
}
