#if canImport(Glibc)
    import Glibc
#endif

/// How busy the machine is with other work.
package enum Activity {
    /// CPUs' worth of work done machine-wide while this process sleeps for the window; nil where it is not told.
    package static func busyCPUs(seconds: Double, files: SystemFiles = .live) -> Double? {
        guard let before = busyTicks(files) else { return nil }
        usleep(UInt32(seconds * 1e6))
        guard let after = busyTicks(files) else { return nil }
        return Double(after - before) / ticksPerSecond / seconds
    }

    /// Time that the hypervisor gave to other guests since boot, in seconds, summed over CPUs.
    static func stealSeconds(_ files: SystemFiles) -> Double {
        Double(cpuTicks(files)?[safe: 7] ?? 0) / ticksPerSecond
    }

    /// User, nice, system, interrupts and steal: all but idle and waiting for a disk.
    private static func busyTicks(_ files: SystemFiles) -> Int? {
        guard let ticks = cpuTicks(files) else { return nil }
        return [0, 1, 2, 5, 6, 7].compactMap { ticks[safe: $0] }.reduce(0, +)
    }

    private static func cpuTicks(_ files: SystemFiles) -> [Int]? {
        guard let line = files.text("proc/stat")?.split(separator: "\n").first, line.hasPrefix("cpu ") else {
            return nil
        }
        return line.split(separator: " ").dropFirst().map { Int($0) ?? 0 }
    }

    private static let ticksPerSecond = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
}

extension Array {
    /// The element, or nil past the end.
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
