import Kernels
import Machine
import ProbeKit
import Records
import Statistics

/// One loop on some cores, and its samples so far.
final class Cell {
    let kernel: PeakKernel
    let set: CoreSet
    private let study: PeakCell.Study
    private let theory: Double?
    /// Different cores in the set: fewer than CPUs where some share one.
    private let cores: Int
    private var rates = SampleSeries()
    private var clocks: [Double] = []
    private var perCycle: [Double] = []
    private var run: PeakRun?
    /// Why it cannot be measured; nil where it can.
    private var obstacle: String?

    /// Long enough that threads start and end together to a thousandth, and that a clock which depends on the
    /// instructions has changed: that takes up to 0.7 ms.
    private static let sampleSeconds = 0.003

    /// - Parameter theory: peak operations per cycle of one core; nil where it is unknown.
    init(
        _ kernel: PeakKernel, _ set: CoreSet, cores: Int, study: PeakCell.Study, theory: Double?,
        notMeasured: String? = nil
    ) {
        self.cores = cores
        self.kernel = kernel
        self.set = set
        self.study = study
        self.theory = theory
        obstacle = notMeasured
    }

    var isDone: Bool { obstacle != nil || rates.isDone }

    /// Takes one turn of samples.
    /// - Throws: `Failure` where what was computed came out wrong.
    func takeTurn(_ sampler: Sampler, _ teams: ThreadTeams, seed: UInt64, until deadline: ContinuousClock.Instant)
        throws
    {
        let (run, watch): (PeakRun, TurnWatch)
        do {
            run = try self.run ?? PeakRun(kernel, try teams.team(set.cpus), cores: cores, seed: seed)
            watch = try TurnWatch(run.team, memory: IDSet([]))
        } catch let failure as Failure where failure.status == .unavailable {
            rates.takenAway = failure.takenAway
            obstacle = failure.cause
            return
        }
        self.run = run
        var samples: [PeakRun.Sample] = []
        sampler.takeTurn(&rates, until: deadline, watch: watch) {
            let sample = run.sample(seconds: Self.sampleSeconds)
            samples.append(sample)
            return Sampler.Repetition(value: sample.rate, seconds: sample.seconds)
        }
        // The first repetition of a turn is no sample.
        clocks += samples.dropFirst().map(\.clock)
        perCycle += samples.dropFirst().map(\.perCycle)
        try run.verify()
    }

    /// Computes without a pause, and keeps a sample of each fiftieth of a second.
    func sustain(
        seconds: Double, _ teams: ThreadTeams, seed: UInt64, mayGoOn: () -> Bool, progress: (Double) -> Void
    ) throws {
        let run = PeakRun(kernel, try teams.team(set.cpus), cores: cores, seed: seed)
        let watch: TurnWatch
        do {
            watch = try TurnWatch(run.team, memory: IDSet([]))
        } catch let failure as Failure where failure.takenAway != nil {
            rates.takenAway = failure.takenAway
            return
        }
        let end = ContinuousClock.now + .seconds(seconds)
        var before = watch.noise()
        while ContinuousClock.now < end, mayGoOn() {
            let sample = run.sample(seconds: 0.02)
            let now = watch.noise()
            rates.samples.append(
                Sample(value: sample.rate, seconds: sample.seconds, noise: now.since(before)))
            before = now
            clocks.append(sample.clock)
            perCycle.append(sample.perCycle)
            progress(1 - max(0, (end - .now) / .seconds(seconds)))
        }
        rates.stopped = mayGoOn() ? .count : .signal
        rates.takenAway = watch.takenAway()
        try run.verify()
    }

    var labels: [String: String] {
        var labels = [
            "study": study.rawValue, "type": kernel.number.rawValue, "isa": kernel.instructionSet.commonName,
            "mix": kernel.mix.rawValue, "instruction": kernel.instruction, "threads": "\(set.cpus.count)",
            "cores": "\(cores)", "core_kind": set.kind,
        ]
        if let package = set.package { labels["package"] = "\(package)" }
        if let theory { labels["theoretical_ops_per_cycle"] = theory.description }
        return labels
    }

    /// The rate, the clock and the operations per cycle.
    /// - Parameter ending: why sampling ended where the samples themselves do not say.
    func measurements(ending: StopReason) -> [Measurement] {
        if let takenAway = rates.takenAway {
            return [Measurement(PeakCell.quantity, unit: "GOP/s", labels: labels, takenAway: takenAway)]
        }
        if let obstacle {
            return [Measurement(PeakCell.quantity, unit: "GOP/s", labels: labels, notMeasured: obstacle)]
        }
        func measurement(_ quantity: String, _ unit: String, _ values: [Double]) -> Measurement {
            let samples = zip(rates.samples, values).map { Sample(value: $1, seconds: $0.seconds, noise: $0.noise) }
            var series = rates
            series.samples = samples
            return series.measurement(quantity, unit: unit, labels: labels, ending: ending, better: .largest)
        }
        return [
            measurement(PeakCell.quantity, "GOP/s", rates.samples.map(\.value)),
            measurement(PeakCell.clockQuantity, "GHz", clocks),
            measurement(PeakCell.perCycleQuantity, "op/cycle", perCycle),
        ]
    }
}
