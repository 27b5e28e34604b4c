import Machine
import ProbeKit
import Records

#if canImport(Glibc)
    import Glibc
#endif

/// What was installed with this program.
enum Installation {
    /// Whether the compiler optimised the loops.
    static var build: Diagnosis {
        do {
            try ReleaseBuild.require()
            return Diagnosis("build", .ok, "This is a release build")
        } catch {
            return (error as? Failure).map { Diagnosis("build", $0, effect: "Programs refuse to measure") }
                ?? Diagnosis("build", .unknown, "\(error)")
        }
    }

    /// Whether the shell's limits let the programs begin.
    static var limits: Diagnosis {
        do {
            try StartLimits.ofDriver.check()
            return Diagnosis("limits", .ok, "Limits on files, threads and memory let programs begin")
        } catch {
            return (error as? Failure).map { Diagnosis("limits", $0, effect: "probe all refuses to begin") }
                ?? Diagnosis("limits", .unknown, "\(error)")
        }
    }

    private static let names = ["topology", "bandwidth", "latency", "flops", "smt", "scaling", "inference", "storage"]

    /// Whether every program of `probe all` is beside this one, or on PATH.
    static var programs: Diagnosis {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        let folders = [ProgramFile.ownFolder].compactMap(\.self) + path.split(separator: ":").map(String.init)
        let missing = names.filter { name in !folders.contains { ProgramFile.isRunnable("\($0)/probe-\(name)") } }
        guard !missing.isEmpty else {
            return Diagnosis("programs", .ok, "All \(names.count) measuring programs are there")
        }
        if ProgramFile.ownFolder == nil {
            return Diagnosis(
                "programs", .unknown, "Whether all programs are there is not told",
                remedy: "Mount /proc")
        }
        return Diagnosis(
            "programs", .bad, "Missing: \(missing.map { "probe-\($0)" }.joined(separator: ", "))",
            effect: "probe all does not measure what they do",
            remedy: "Build or install probe anew, or put the folder with them on PATH")
    }
}
