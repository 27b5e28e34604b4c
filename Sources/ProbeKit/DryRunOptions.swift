import ArgumentParser

/// What would be measured, here or on another machine.
package struct DryRunOptions: ParsableArguments {
    @Flag(name: .customLong("dry-run"), help: "Measure nothing: say what would be measured, how long, in which memory.")
    package var isOn = false

    @Option(
        help: ArgumentHelp(
            "With --dry-run, another machine: an hwloc XML file, a folder made by hwloc-gather-topology, or a "
                + "synthetic description.", valueName: "source"))
    package var topology: String?

    package init() {}

    package func validate() throws {
        guard topology == nil || isOn else {
            throw ValidationError("--topology describes another machine, which only --dry-run can be asked about")
        }
    }

    /// The command line that says the same to another program.
    package var arguments: [String] { (isOn ? ["--dry-run"] : []) + (topology.map { ["--topology", $0] } ?? []) }
}
