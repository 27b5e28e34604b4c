/// What `probe-storage` knows beyond its measurements. Sizes are in bytes.
package struct StorageDetails: Codable, Hashable, Sendable {
    /// The folder that was measured, with "~" for the user's own.
    package var directory: String
    /// Why it was that: "--directory", "HF_HOME", "~/.cache", "the current directory".
    package var chosenBy: String
    /// "ext4"; nil where it could not be asked.
    package var fileSystem: String?
    /// What the user could still write there when the run began; nil where it could not be asked.
    package var freeBytes: Int?
    /// The size of the temporary file; 0 where there was none.
    package var fileBytes = 0
    /// Why the file is no larger; nil where it has the size that was asked for.
    package var limitedBy: String?
    /// Why it is known that what was read came from storage; nil where nothing did.
    package var proof: String?
    /// The device; nil where /sys does not tell of one.
    package var device: StorageDevice?
    package var seed: Int
    package var plan: [PlannedStudy] = []

    package init(directory: String, chosenBy: String, fileSystem: String?, freeBytes: Int?, seed: Int) {
        self.directory = directory
        self.chosenBy = chosenBy
        self.fileSystem = fileSystem
        self.freeBytes = freeBytes
        self.seed = seed
    }
}

/// A block device.
package struct StorageDevice: Codable, Hashable, Sendable {
    /// The kernel's name: "nvme0n1p2".
    package var name: String
    /// The maker's name; nil where it is not told.
    package var model: String?
    /// Whether it has turning disks; nil where it is not told. Hypervisors often say so of what has none.
    package var isRotational: Bool?

    package init(name: String, model: String?, isRotational: Bool?) {
        self.name = name
        self.model = model
        self.isRotational = isRotational
    }
}

extension StorageDevice {
    /// "Samsung SSD 990 PRO (nvme0n1), no turning disks".
    package var text: String {
        let full = model.map { "\($0) (\(name))" } ?? name
        return full + (isRotational.map { $0 ? ", said to have turning disks" : ", no turning disks" } ?? "")
    }
}
