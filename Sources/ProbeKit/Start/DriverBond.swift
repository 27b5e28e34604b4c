import CPlatform
import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// What binds a program to the `probe all` that started it.
package enum DriverBond {
    /// The driver tells its programs its process id in this variable.
    package static let variable = "PROBE_DRIVER"

    /// The process id of the driver that started this program, itself or by a script in between; nil where somebody
    /// else did. Whoever merely inherited the variable from a driver that has ended has no driver.
    package static var driver: Int32? {
        guard let text = getenv(variable).map({ String(cString: $0) }), let id = Int32(text), id > 0 else { return nil }
        var ancestor: Int32? = getppid()
        for _ in 0..<32 {
            guard let process = ancestor, process > 0 else { return nil }
            if process == id { return id }
            ancestor = parent(of: process)
        }
        return nil
    }

    /// The second field after the name.
    private static func parent(of process: Int32) -> Int32? {
        guard let status = SmallFile.text(FilePath("/proc/\(process)/stat")), let end = status.lastIndex(of: ")") else {
            return nil
        }
        return status[end...].split(separator: " ").dropFirst(2).first.flatMap { Int32($0) }
    }

    /// Ends this program as soon as its driver is gone: nobody would read the record, and it would disturb the next.
    static func endWithDriver() {
        if let driver { cp_end_with(driver, ExitStatus.terminated.rawValue) }
    }
}
