import SystemPackage
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// A machine with NUMA nodes, booted under qemu's software emulation.
enum GuestMachine {
    private static let scripts = Repository.root.appending("Tests/GuestTests/Guest")

    /// Why no guest can be booted here; nil where one can.
    static let obstacle: String? = {
        #if arch(x86_64)
            access("/usr/bin/apt-get", X_OK) == 0
                ? nil : "the guest is made from Debian packages, and there is no apt-get"
        #else
            "the guest runs x86-64 programs, and this is another architecture"
        #endif
    }()

    /// The base image, made once for all tests.
    private static let image = Task { try await Command.run(scripts.appending("setup.sh").string) }

    /// How a script asks for time: `$(seconds 15)` is 15 s where the guest booted within 3.5 s by its own clock, and in
    /// proportion more where it needed longer: on a slower CPU, and where others take the time. At most five times as
    /// much, so that a boot that was held up once does not take all day.
    private static let seconds = """
        read -r booted rest < /proc/uptime
        scale=$(( ${booted%.*}${booted#*.} * 100 / 350 ))
        [ $scale -ge 100 ] || scale=100
        [ $scale -le 500 ] || scale=500
        seconds() { echo $(( ($1 * scale + 99) / 100 ))s; }
        """

    /// The seconds after which a guest hangs: none that works needs half as many, whatever its boot took.
    private static let patience = "1800"

    /// Boots a profile and runs a script in it, with the release programs on its PATH.
    /// - Parameter script: asks for time by `seconds`.
    /// - Parameter environment: variables of run.sh, such as MACHINE.
    /// - Returns: the files that the script wrote to /tmp/out, by name.
    static func run(
        _ profile: String, script: String, qemu: [String] = [], environment: [String: String?] = [:]
    ) async throws -> [String: String] {
        let setup = try await image.value
        try #require(setup.code == 0, "setup.sh: \(setup.errors)")
        let folder = try TemporaryFolder()
        try folder.write("#!/bin/sh\n\(seconds)\nmkdir -p /tmp/out; cd /tmp/out\n\(script)\n", to: "job/run.sh")
        let programs = ["topology", "doctor", "bandwidth", "latency", "flops", "smt", "scaling", "inference"].map {
            "probe-\($0)"
        }
        for name in ["probe"] + programs {
            // Without their symbols: the guest's files lie in its memory, which a third of the size leaves free.
            let copied = try await Command.run(
                "strip",
                ["-o", folder.path.appending("job/\(name)").string, Repository.programs.appending(name).string])
            try #require(copied.code == 0, "\(copied.errors)")
        }
        let arguments = [profile, folder.path.appending("job").string] + qemu
        let boot = try await Turnstile.emulation.pass {
            try await Command.run(
                scripts.appending("run.sh").string, arguments,
                environment: environment.merging(["TIMEOUT": patience]) { asked, _ in asked })
        }
        try #require(boot.code != 99, "the guest gave no answer: \(boot.output.suffix(2000))")
        let output = folder.path.appending("job.out")
        return try Dictionary(
            uniqueKeysWithValues: TextFile.names(in: output).map { ($0, try TextFile.read(output.appending($0))) })
    }
}
