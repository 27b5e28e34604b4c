import CPlatform
import Records

#if canImport(Glibc)
    import Glibc
#endif

/// What binds a program to the `probe all` that started it.
package enum DriverBond {
    /// The driver tells its programs its process id in this variable.
    package static let variable = "PROBE_DRIVER"

    /// The process id of the driver that started this program; nil where somebody else did.
    package static var driver: Int32? {
        guard let text = getenv(variable).map({ String(cString: $0) }), let id = Int32(text), id == getppid() else {
            return nil
        }
        return id
    }

    /// Ends this program as soon as its driver is gone: nobody would read the record, and it would disturb the next.
    static func endWithDriver() {
        if let driver { cp_end_with(driver, ExitStatus.terminated.rawValue) }
    }
}
