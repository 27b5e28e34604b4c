/// What a guest makes of the modules that its hypervisor tells of.
package enum HypervisorsWord: Sendable {
    /// They are shown, and nothing is derived from them: it may have invented them.
    case doubted
    /// They are taken as a machine's own, since the user said so.
    case trusted
}

/// What stands between a program and the machine it reads of.
package struct Surroundings: Sendable {
    /// Nil on bare metal, and of another machine.
    package var hypervisor: String?
    /// Nil outside of one.
    package var container: String?
    /// False for the files of another machine.
    package var isThisMachine: Bool

    package init(hypervisor: String? = nil, container: String? = nil, isThisMachine: Bool) {
        self.hypervisor = hypervisor
        self.container = container
        self.isThisMachine = isThisMachine
    }
}

extension Surroundings {
    init(files: SystemFiles, isThisMachine: Bool) {
        self.init(
            hypervisor: isThisMachine ? Virtualization.hypervisor(files) : nil,
            container: isThisMachine ? Virtualization.container(files) : nil, isThisMachine: isThisMachine)
    }
}
