import ProbeKit

#if canImport(Glibc)
    import Glibc
#endif

/// A probe program that was found.
struct ProbeProgram: Hashable, Sendable {
    /// Its name without "probe-".
    let name: String
    let path: String
}

/// Finds probe programs: beside this one first, then on PATH.
enum ProgramFinder {
    /// By name; of two with one name, the one found first.
    static func find() -> [ProbeProgram] {
        let beside = ProgramFile.ownFolder
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        let folders = [beside].compactMap(\.self) + path.split(separator: ":").map(String.init)
        var found: [String: ProbeProgram] = [:]
        for folder in folders {
            for file in files(folder) {
                guard let name = probeName(file), found[name] == nil, ProgramFile.isRunnable("\(folder)/\(file)") else {
                    continue
                }
                found[name] = ProbeProgram(name: name, path: "\(folder)/\(file)")
            }
        }
        return found.values.sorted { $0.name < $1.name }
    }

    /// What lies beside this program under a probe's name and may not be executed, where no other of that name may.
    static func unusable() -> [ProbeProgram] {
        guard let folder = ProgramFile.ownFolder else { return [] }
        let found = Set(find().map(\.name))
        return files(folder).compactMap { file in
            let path = "\(folder)/\(file)"
            guard let name = probeName(file), !found.contains(name), ProgramFile.isFile(path) else { return nil }
            return ProbeProgram(name: name, path: path)
        }.sorted { $0.name < $1.name }
    }

    /// "probe-bandwidth" → "bandwidth"; nil for anything else, such as the build's own files.
    private static func probeName(_ file: String) -> String? {
        guard file.hasPrefix("probe-") else { return nil }
        let name = file.dropFirst("probe-".count)
        let isPlain = name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-" || $0 == "_") }
        return isPlain && !name.isEmpty ? String(name) : nil
    }

    private static func files(_ folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names
    }
}
