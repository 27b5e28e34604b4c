import Machine
import ProbeKit
import Quantities
import Records
import Statistics
import Workloads

/// How fast all cores read memory between an engine's runs: whether the machine stays as it was is seen in it.
struct Pulse {
    private let run: WorkloadRun?
    private let threads: Int
    private var samples: [Sample] = []
    private let obstacle: String?
    /// That the arrays are smaller than wished.
    let caveats: [Caveat.Kind]

    /// Of one beat.
    private static let samplesPerBeat = 5

    init(_ plan: EnginePlan, _ machine: Machine, _ options: MeasurementOptions) {
        threads = plan.cpus.count
        do {
            let kernels = try WorkloadKernels(isa: options.isa?.names)
            try kernels.verify(.read, seed: UInt64(options.seed))
            let bench = WorkloadBench(
                machine, kernels: kernels, cpus: plan.cpus, memory: plan.memoryNodes,
                size: ArraySize(asked: options.arraySize, fillSeconds: plan.seconds * 0.02), seed: UInt64(options.seed))
            run = try bench.run(.read, on: plan.cpus)
            obstacle = nil
            caveats = bench.caveats
        } catch {
            run = nil
            obstacle = (error as? Failure)?.cause ?? "\(error)"
            caveats = []
        }
    }

    /// Takes one.
    mutating func beat() {
        guard let run, let team = try? ThreadTeam(cpus: run.cpus), let watch = try? TurnWatch(team, memory: IDSet([]))
        else { return }
        run.prepare(on: team)
        for _ in 0..<Self.samplesPerBeat {
            let before = watch.noise()
            let sample = run.sample(on: team)
            samples.append(
                Sample(value: sample.rate, seconds: sample.seconds, noise: watch.noise().since(before)))
        }
    }

    /// All of them, in the order that they were taken.
    var measurement: Measurement {
        let labels = ["threads": "\(threads)", "per_beat": "\(Self.samplesPerBeat)"]
        guard obstacle == nil, !samples.isEmpty else {
            return Measurement(
                EnginePulse.quantity, unit: EnginePulse.unit, labels: labels,
                notMeasured: obstacle ?? StopReason.budget.reasonForNothing)
        }
        return Measurement(
            EnginePulse.quantity, unit: EnginePulse.unit, labels: labels, samples: samples, stopped: .count,
            better: .largest)
    }

    /// That the machine changed while the engine ran; nil where it did not, beyond a twentieth.
    var change: Caveat.Kind? {
        let beats = stride(from: 0, to: samples.count, by: Self.samplesPerBeat).compactMap { start in
            Array(samples[start..<min(start + Self.samplesPerBeat, samples.count)]).map(\.value).median
        }
        let third = max(1, beats.count / 3)
        guard beats.count > 2, let first = Array(beats.prefix(third)).median,
            let later = Array(beats.suffix(third)).median, abs(later / first - 1) > 0.05
        else { return nil }
        return .changedDuringRun(
            figure: "reading memory between the engine's runs", first: first, later: later, unit: EnginePulse.unit)
    }
}
