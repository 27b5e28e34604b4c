import CPlatform
import Records
import SystemPackage

/// The kernel's leave to use AMX's tiles, which a process must ask for before it starts the threads that use them.
package enum TilePermission {
    /// - Returns: why it was refused; nil where it was granted.
    package static func request() -> String? {
        let error = cp_permit_amx()
        guard error != 0 else { return nil }
        let reason = Errno(rawValue: error)
        return "the kernel does not permit its tiles (\(reason.explained)): it needs Linux 5.16, and a container must "
            + "not filter arch_prctl"
    }
}
