/// What AMD's system management (HSMP) tells of the fabric between chiplets and memory, socket by socket.
package struct FabricClocks: Codable, Hashable, Sendable {
    package var sockets: [Socket]
    /// "HSMP (sysfs)", "HSMP (/dev/hsmp)"; nil where it was not read.
    package var source: String?
    /// Why nothing was read; nil where something was.
    package var unknown: String?

    package init(sockets: [Socket], source: String? = nil, unknown: String? = nil) {
        self.sockets = sockets
        self.source = source
        self.unknown = unknown
    }

    /// One socket's; a figure is nil where it is not told.
    package struct Socket: Codable, Hashable, Sendable {
        /// FCLK, the fabric's clock, in MHz.
        package var fabricMHz: Int?
        /// MEMCLK, the memory's clock, in MHz: half of its transfers.
        package var memoryMHz: Int?
        /// The most that the populated memory carries, in GB/s.
        package var maxGBs: Int?

        package init(fabricMHz: Int? = nil, memoryMHz: Int? = nil, maxGBs: Int? = nil) {
            self.fabricMHz = fabricMHz
            self.memoryMHz = memoryMHz
            self.maxGBs = maxGBs
        }
    }
}
