import Records

extension FirmwareMemory {
    /// A node's figures as the nearest CPUs see them, from its folder access1, which kernels before 5.10 have not, else
    /// from access0, which can speak of the nearest accelerator instead; nil where neither speaks of CPUs.
    package init?(node: Int, files: SystemFiles) {
        let folder = "\(Self.nodes)/node\(node)"
        let cpus = Self(folder: "\(folder)/access1/initiators", files: files)
        let any = Self(folder: "\(folder)/access0/initiators", files: files)
        let classes = [cpus, any.flatMap { $0.isSeenFromCPUs(files) ? $0 : nil }].compactMap(\.self)
        // The figures of one class and the initiators of another would be a machine that does not exist.
        guard let told = classes.first(where: { !$0.figures.isEmpty }) ?? classes.first else { return nil }
        self = told
    }

    private static let nodes = "sys/devices/system/node"

    /// False where all initiators are nodes that are known to have no CPUs.
    private func isSeenFromCPUs(_ files: SystemFiles) -> Bool {
        initiators.isEmpty || initiators.ids.contains { files.ids("\(Self.nodes)/node\($0)/cpulist")?.isEmpty != true }
    }

    private init?(folder: String, files: SystemFiles) {
        guard let names = files.names(folder) else { return nil }
        func figure(_ name: String) -> Int? {
            files.integer("\(folder)/\(name)").flatMap { Self.possible.contains($0) ? $0 : nil }
        }
        self.init(
            initiators: IDSet(names.compactMap(Self.nodeID)),
            readBandwidthMBs: figure("read_bandwidth"), writeBandwidthMBs: figure("write_bandwidth"),
            readLatencyNs: figure("read_latency"), writeLatencyNs: figure("write_latency"))
        if initiators.isEmpty, figures.isEmpty { return nil }
    }

    /// The id in a link's name: 2 of "node2".
    private static func nodeID(_ name: String) -> Int? {
        guard name.hasPrefix("node"), let set = IDSet(parsing: name.dropFirst("node".count)), set.count == 1 else {
            return nil
        }
        return set.ids.first
    }
}
