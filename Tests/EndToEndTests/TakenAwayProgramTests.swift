import Records
import SystemPackage
import Testing
import TestSupport

/// A cpuset of this machine's own kernel, of version 1, that loses one of two CPUs while a program measures in it.
@Suite(.serialized) struct TakenAwayProgramTests {
    private static let root = "/sys/fs/cgroup/cpuset"
    private static let group = root + "/probe-test-set"
    private static let quick = ["--quick", "--array-size", "8MiB", "--format", "json", "--time-budget"]

    /// $0 a folder, $1 the CPUs, $2 those left, $3 the seconds from the plan to the change, then the program.
    private static let changing = """
        folder=$0 both=$1 left=$2 after=$3; shift 3
        mkdir -p \(group) && cat \(root)/cpuset.mems > \(group)/cpuset.mems && echo $both > \(group)/cpuset.cpus || exit
        touch $folder/err
        sh -c 'echo $$ > \(group)/cgroup.procs; exec "$@"' sh "$@" > $folder/out 2> $folder/err & pid=$!
        while ! grep -q '^plan' $folder/err && kill -0 $pid; do sleep 0.02; done
        sleep $after; echo $left > \(group)/cpuset.cpus
        wait $pid; code=$?; cat $folder/out; cat $folder/err >&2; rmdir \(group); exit $code
        """

    /// Runs a program that loses a CPU some seconds after it told its plan.
    private func run(_ program: String, _ arguments: [String], cpus: [Int], left: Int, after: Double) async throws
        -> Finished
    {
        let folder = try TemporaryFolder()
        let places = [folder.path.string, "\(IDSet(cpus))", "\(left)", "\(after)"]
        return try await Command.run("sh", ["-c", Self.changing] + places + [program] + arguments)
    }

    /// Two CPUs. Whether the kernel takes one of them away from a program is found out by doing so.
    private func twoCPUs() async throws -> (Int, Int) {
        let status = try await Command.run("grep", ["Cpus_allowed_list", "/proc/self/status"])
        let list = status.output.split(separator: "\t").last?.split(separator: "\n").first
        let cpus = list.flatMap { IDSet(parsing: String($0)) }?.ids ?? []
        guard cpus.count > 1 else { try Test.cancel("there is one CPU") }
        let script = "echo plan >&2; sleep 1; grep Cpus_allowed_list /proc/self/status"
        let trial = try await run("sh", ["-c", script], cpus: Array(cpus.prefix(2)), left: cpus[0], after: 0.2)
        guard trial.code == 0, trial.output == "Cpus_allowed_list:\t\(cpus[0])\n" else {
            try Test.cancel("no cpuset of version 1 can be changed here: \(trial.errors)\(trial.output)")
        }
        return (cpus[0], cpus[1])
    }

    /// What a program measures that loses the second of two CPUs and goes on with the first.
    private func measurements<Details: Codable & Sendable>(
        _ probe: String, _ details: Details.Type, _ options: [String] = [], seconds: Int = 3, after: Double
    ) async throws -> [Measurement] {
        let (first, second) = try await twoCPUs()
        let program = Repository.programs.appending("probe-\(probe)").string
        let arguments = Self.quick + ["\(seconds)s"] + options
        let run = try await run(program, arguments, cpus: [first, second], left: first, after: after)
        try #require(run.code == 0, "\(run.errors)")
        let result = try RecordCoding.result(from: Array(run.output.utf8), source: "probe-\(probe): \(run.errors)")
        let record = try #require(try result.record(probe, details: details))
        let lost = record.measurements.filter { $0.takenAway != nil }
        #expect(!lost.isEmpty && lost.allSatisfy { $0.takenAway?.cpus == IDSet([second]) })
        let reason = "CPU \(second) was taken away during the run ("
        #expect(lost.allSatisfy { $0.notMeasured?.hasPrefix(reason) == true }, "\(lost.compactMap(\.notMeasured))")
        #expect(record.caveats.contains { $0.text.hasPrefix(reason) })
        #expect(record.measurements.contains { $0.summary != nil })
        return record.measurements
    }

    /// Most figures of the one CPU have not had a turn yet when the other goes.
    @Test func inferenceGoesOnWithTheCPUThatRemains() async throws {
        let all = try await measurements(
            "inference", InferenceDetails.self, ["--operations", "matrix_vector"], seconds: 6, after: 0.5)
        let alone = all.filter { $0.labels["threads"] == "1" }
        #expect(alone.allSatisfy { $0.takenAway == nil })
        let last = try #require(alone.last)
        #expect(last.summary != nil || all.count { $0.summary != nil } > 4, "\(last.notMeasured ?? "")")
    }

    @Test(arguments: [0, 0.3])
    func latencyGoesOnWithTheCPUThatRemains(after: Double) async throws {
        let all = try await measurements("latency", LatencyDetails.self, after: after)
        for kind in ["handover", "barrier"] {
            #expect(all.contains { $0.labels["kind"] == kind && $0.takenAway != nil }, "\(kind)")
        }
        #expect(all.filter { $0.labels["kind"] == "level" }.allSatisfy { $0.takenAway == nil })
    }

    /// All of it is by the first CPU, or between the two.
    @Test func latencySaysWhatWasTakenWhereNothingRemains() async throws {
        let (first, second) = try await twoCPUs()
        let program = Repository.programs.appending("probe-latency").string
        let run = try await run(program, Self.quick + ["3s"], cpus: [first, second], left: second, after: 0)
        #expect(run.code == 69 && run.output.isEmpty)
        let reason = "cannot measure any latency: CPU \(first) was taken away during the run ("
        #expect(run.errors.contains(reason), "\(run.errors)")
    }

    @Test func bandwidthGoesOnWithTheCPUThatRemains() async throws {
        let all = try await measurements("bandwidth", BandwidthDetails.self, after: 0)
        #expect(all.filter { $0.labels["threads"] == "1" }.allSatisfy { $0.takenAway == nil })
    }

    @Test func flopsGoesOnWithTheCPUThatRemains() async throws {
        let all = try await measurements("flops", FlopsDetails.self, after: 0)
        #expect(all.filter { $0.labels["threads"] == "1" }.allSatisfy { $0.summary != nil })
    }

    @Test func scalingGoesOnWithTheCPUThatRemains() async throws {
        let all = try await measurements("scaling", ScalingDetails.self, after: 0)
        #expect(all.filter { $0.labels["threads"] == "1" }.allSatisfy { $0.takenAway == nil })
    }
}
