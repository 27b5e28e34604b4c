import FoundationEssentials
import Machine
import Records
import Testing
import TestSupport

/// This machine's CPUs that a thread can be pinned to.
private let cpus = (try? Machine.discover())?.topology.usable.pus.ids ?? []

/// Threads of a team that somebody moves: real ones, by taskset.
@Suite(.enabled(if: cpus.count > 1, "a thread can only be moved where there are two CPUs"))
struct StrayTests {
    /// The system's number of each thread.
    private static func threads(of team: ThreadTeam) -> [String] {
        let names = Names(count: team.cpus.count)
        team.run { thread in
            // "1234/task/1240"
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
            names[thread] = target.flatMap { $0.split(separator: "/").last.map(String.init) } ?? ""
        }
        return names.all
    }

    private static func hold(_ thread: String, to cpus: [Int]) async throws {
        let run = try await Command.run("taskset", ["-cp", "\(IDSet(cpus))", thread])
        try #require(run.code == 0, "\(run.errors)")
    }

    @Test func whoStaysHasLostNothing() throws {
        let team = try ThreadTeam(cpus: Array(cpus.prefix(2)))
        let meter = try NoiseMeter(team, memory: IDSet([]))
        for _ in 0..<20 { team.run { _ in } }
        #expect(meter.takenAway() == nil)
    }

    @Test func whoIsOnAnotherCPUIsNamed() async throws {
        let (first, second) = (cpus[0], cpus[1])
        let team = try ThreadTeam(cpus: [first, second])
        let meter = try NoiseMeter(team, memory: IDSet([]))
        let loose = TakenAway(cpus: IDSet([second]), allowed: IDSet([second]))
        let threads = Self.threads(of: team)
        try await Self.hold(threads[1], to: [first])
        team.run { _ in }
        #expect(meter.takenAway() == loose)
        // Back in its place it counts as moved all the same: what it measured meanwhile was elsewhere.
        team.run { _ in }
        #expect(meter.takenAway() == loose)
        let next = try NoiseMeter(team, memory: IDSet([]))
        team.run { _ in }
        #expect(next.takenAway() == nil, "the next turn is in the right place")
    }

    /// It may run where it was by chance, as long as the scheduler likes.
    @Test func whoIsNoLongerHeldToItsCPUIsNamed() async throws {
        let team = try ThreadTeam(cpus: [cpus[1]])
        let meter = try NoiseMeter(team, memory: IDSet([]))
        try await Self.hold(Self.threads(of: team)[0], to: cpus)
        team.run { _ in }
        #expect(meter.takenAway()?.cpus == IDSet([cpus[1]]))
    }

    @Test func aCPUThatIsNotThereIsToldAsTakenAway() throws {
        let absent = (cpus.max() ?? 0) + 1000
        let team = try ThreadTeam(cpus: [cpus[0], absent])
        let ran = Names(count: 2)
        team.run { ran[$0] = "ran" }
        #expect(ran.all == ["ran", "ran"], "memory is filled all the same")
        let error = #expect(throws: Failure.self) { _ = try TurnWatch(team, memory: IDSet([])) }
        let failure = try #require(error)
        #expect(failure.status == .unavailable)
        #expect(failure.takenAway?.cpus == IDSet([absent]) && failure.takenAway?.offline == IDSet([absent]))
    }

    @Test func memoryThatTheCpusetNoLongerAllowsIsNamed() throws {
        let folder = try TemporaryFolder()
        try folder.write("Name:\tprobe\nMems_allowed_list:\t0,2\n", to: "proc/self/status")
        try folder.write("0-7\n", to: "sys/devices/system/cpu/online")
        let files = SystemFiles(root: folder.path)
        let team = try ThreadTeam(cpus: [cpus[0]])
        #expect(try NoiseMeter(team, memory: IDSet([0, 2]), files: files).takenAway() == nil)
        let taken = try NoiseMeter(team, memory: IDSet([1, 2]), files: files).takenAway()
        #expect(taken == TakenAway(nodes: IDSet([1])))
    }
}

/// What each thread of a team found; each writes its own.
private final class Names: @unchecked Sendable {
    private let values: UnsafeMutableBufferPointer<String>

    init(count: Int) {
        values = .allocate(capacity: count)
        values.initialize(repeating: "")
    }

    deinit {
        values.deinitialize()
        values.deallocate()
    }

    subscript(thread: Int) -> String {
        get { values[thread] }
        set { values[thread] = newValue }
    }

    var all: [String] { Array(values) }
}
