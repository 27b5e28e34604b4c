import SystemPackage
import Testing
import TestSupport

/// What `make install` puts in place, and `make uninstall` takes away.
@Suite(.serialized) struct InstallTests {
    /// The programs are built, and swift's lock on the build folder is ours while it runs the tests.
    private func make(_ target: String, _ folder: TemporaryFolder) async throws -> Finished {
        try await Command.run(
            "make",
            [
                "-C", Repository.root.string, "-o", "build", target, "PREFIX=/usr", "DESTDIR=\(folder.path)",
                "MANUAL=\(folder.path)/pages",
            ])
    }

    private func files(_ folder: FilePath) async throws -> [Substring] {
        try await Command.run("find", [folder.string, "-type", "f"]).output.split(separator: "\n")
    }

    @Test(.timeLimit(.minutes(30)))
    func everythingIsInstalledAndRemovedAgain() async throws {
        let folder = try TemporaryFolder()
        let installed = try await make("install", folder)
        try #require(installed.code == 0, "\(installed.errors)")
        let names = ["probe"] + TextFile.names(in: Repository.root.appending("Probes")).map { "probe-\($0)" }
        let usr = folder.path.appending("usr")
        let share = usr.appending("share")
        #expect(TextFile.names(in: usr.appending("bin")) == names.sorted())
        for name in names {
            try await checkManual(share.appending("man/man1/\(name).1"), of: name)
            let bash = share.appending("bash-completion/completions/\(name)").string
            let completed = try await Command.run("bash", ["-c", "source '\(bash)' && complete -p '\(name)'"])
            #expect(completed.code == 0, "\(completed.errors)")
            #expect(try TextFile.read(share.appending("zsh/site-functions/_\(name)")).hasPrefix("#compdef \(name)"))
            #expect(try TextFile.read(share.appending("fish/vendor_completions.d/\(name).fish")).contains("'\(name)'"))
        }
        #expect(try await files(usr).count == 5 * names.count, "and nothing else")

        // It finds its programs beside itself.
        let probe = usr.appending("bin/probe").string
        let described = try await Command.run(probe, ["topology"], environment: ["PATH": "/nowhere"])
        #expect(described.code == 0 && described.output.hasPrefix("Machine"), "\(described.errors)")

        let removed = try await make("uninstall", folder)
        #expect(removed.code == 0, "\(removed.errors)")
        #expect(try await files(usr).isEmpty)
    }

    /// It is read without a complaint, and says what the program's own help says.
    private func checkManual(_ page: FilePath, of name: String) async throws {
        let help = try await Command.probe(name, ["--help"]).output
        let options = Set(help.split(whereSeparator: { " ,[]\n".contains($0) }).filter { $0.hasPrefix("--") })
        let source = try TextFile.read(page)
        #expect(!source.contains(".Ar subcommand\n") || name == "probe")
        for option in options { #expect(source.contains("Fl \(option.dropFirst())"), "\(name) \(option)") }
        let formatter = try await Command.run("bash", ["-c", "command -v mandoc groff | head -1"]).output
        guard let program = formatter.split(separator: "\n").first else { return }
        let arguments =
            program.hasSuffix("mandoc") ? ["-T", "utf8", "-W", "error"] : ["-mdoc", "-T", "utf8", "-ww", "-P-cbou"]
        let shown = try await Command.run(String(program), arguments + [page.string])
        #expect(shown.code == 0 && shown.errors.isEmpty, "\(name): \(shown.errors)")
        #expect(shown.output.contains("SYNOPSIS"))
    }
}

/// How soon programs begin.
@Suite struct StartProgramTests {
    /// Beside a shell that does nothing: 5 to 13 times as long, most of it for Swift's libraries. All of Foundation,
    /// which is easily linked by mistake, would be more than that again.
    @Test(arguments: ["probe", "probe-bandwidth", "probe-doctor", "probe-inference"])
    func helpComesAtOnce(program: String) async throws {
        let path = Repository.programs.appending(program).string
        let shell = { try await Command.processorTime("bash", ["-c", ":"], runs: 10) }
        let times = try await timesAsLong(limit: 25, as: shell) {
            try await Command.processorTime(path, ["--help"], runs: 10)
        }
        #expect(times < 25)
    }
}
