import Records

extension StorageDevice {
    /// The block device of these numbers, as /sys tells of it; nil where there is none there (a network's, a pool's).
    package init?(major: Int, minor: Int, files: SystemFiles = .live) {
        let own = "sys/dev/block/\(major):\(minor)"
        guard let name = files.fields("\(own)/uevent", separator: "=")["DEVNAME"] else { return nil }
        // A partition tells of its disk one folder up.
        let disk = files.text("\(own)/partition") == nil ? own : "\(own)/.."
        self.init(
            name: name, model: files.text("\(disk)/device/model").flatMap { $0.isEmpty ? nil : $0 },
            isRotational: files.integer("\(disk)/queue/rotational").map { $0 != 0 })
    }
}
