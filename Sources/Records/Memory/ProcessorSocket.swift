/// A processor socket (SMBIOS type 4).
package struct ProcessorSocket: Codable, Hashable, Sendable {
    /// "CPU0", "P1"; nil where not told.
    package var designation: String?
    package var isPopulated: Bool
    /// "AMD EPYC 9755 128-Core Processor"; nil where not told.
    package var version: String?
    package var cores: Int?
    package var threads: Int?
    /// The highest clock the socket supports and the one it booted with, in MHz; nil where not told.
    package var maxMHz: Int?
    package var currentMHz: Int?

    package init(
        designation: String? = nil, isPopulated: Bool, version: String? = nil, cores: Int? = nil,
        threads: Int? = nil, maxMHz: Int? = nil, currentMHz: Int? = nil
    ) {
        self.designation = designation
        self.isPopulated = isPopulated
        self.version = version
        self.cores = cores
        self.threads = threads
        self.maxMHz = maxMHz
        self.currentMHz = currentMHz
    }
}
