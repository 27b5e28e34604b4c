import ArgumentParser
import Quantities
import Records

/// What every measuring program, and `probe all` for them, can be told.
package struct MeasurementOptions: ParsableArguments {
    @Flag(help: "Measure for a short time: wider intervals, same method.")
    package var quick = false

    @Option(help: ArgumentHelp("The longest that measuring may take: 30s, 2m.", valueName: "time"))
    package var timeBudget: TimeLength?

    @Option(help: ArgumentHelp("Threads on each node; every core has one before any has two.", valueName: "n"))
    package var threads: Int?

    @Option(help: ArgumentHelp("NUMA nodes to measure: 0,2-3.", valueName: "ids"))
    package var nodes: IDSet?

    @Option(help: ArgumentHelp("Instruction sets to use: avx2; or several: avx2,avx512,amx.", valueName: "names"))
    package var isa: CommaList?

    @Option(help: ArgumentHelp("Bytes of each array: 640MiB, 2GB.", valueName: "size"))
    package var arraySize: ByteCount?

    @Option(help: ArgumentHelp("Seed of the arrays' values.", valueName: "n"))
    package var seed = 1

    @Flag(help: "Exit with 1 if the figures are noisy.")
    package var strict = false

    @Flag(help: "Refuse instead of waiting while another program of probe measures on this machine.")
    package var noWait = false

    package init() {}

    package func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads \(threads): at least one thread is needed") }
        if let arraySize, arraySize.bytes < 4096 {
            throw ValidationError("--array-size \(arraySize): an array has at least 4096 bytes")
        }
        // A week: beyond it somebody mistyped.
        if let timeBudget, !(timeBudget.seconds > 0 && timeBudget.seconds <= 7 * 86_400) {
            throw ValidationError("--time-budget must be more than nothing, and at most seven days")
        }
        if seed < 0 { throw ValidationError("--seed \(seed): a seed is not negative") }
    }
}

extension MeasurementOptions {
    package var patience: MachineLock.Patience { noWait ? .refuse : .wait }

    /// The command line that says the same to another program; the time budget is left to the caller.
    package var arguments: [String] {
        var arguments: [String] = []
        if quick { arguments.append("--quick") }
        if let threads { arguments += ["--threads", "\(threads)"] }
        if let nodes { arguments += ["--nodes", "\(nodes)"] }
        if let isa { arguments += ["--isa", isa.names.joined(separator: ",")] }
        if let arraySize { arguments += ["--array-size", "\(arraySize.bytes)"] }
        if seed != 1 { arguments += ["--seed", "\(seed)"] }
        if strict { arguments.append("--strict") }
        return arguments
    }
}
