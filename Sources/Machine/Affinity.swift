import CPlatform
import Records

/// The CPUs that the scheduler lets this process run on.
enum Affinity {
    /// nil where the kernel does not answer (a seccomp filter may forbid the call).
    static func current() -> IDSet? {
        var ids = [Int32](repeating: 0, count: 4096)
        let count = cp_affinity(&ids, Int32(ids.count))
        guard count > 0 else { return nil }
        if Int(count) > ids.count {
            ids = [Int32](repeating: 0, count: Int(count))
            cp_affinity(&ids, count)
        }
        return IDSet(ids.prefix(Int(count)).map(Int.init))
    }
}
