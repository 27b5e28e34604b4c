import Records

/// What udev reads from SMBIOS at boot, with systemd's dmi_memory_id, and keeps for everybody: lines of
/// "E:MEMORY_DEVICE_0_SIZE=…" in its database, and the same without "E:" from `udevadm info -q property`.
package enum UdevMemory {
    /// As many slots as are told of.
    private static let mostModules = 1024

    /// What can be of what udev tells; nil where it tells of no memory device.
    package static func memory(_ text: String) -> MemoryModules? {
        let properties = properties(text)
        let indices = Set(properties.keys.compactMap(index)).sorted()
        guard !indices.isEmpty else { return nil }
        var notes = FirmwareNotes()
        var result = MemoryModules(modules: [], toldByHypervisor: false)
        result.arrays = array(properties, notes: &notes).map { [$0] }
        result.modules = indices.prefix(mostModules).map { index in
            var claim = claim(index, properties, notes: &notes)
            // udev tells of one array of system memory. With several it tells of the last, and not whose it is.
            claim.array = nil
            return MemoryModule(claim, index: index, notes: &notes)
        }
        if indices.count > mostModules {
            notes.addWhole("udev lists \(indices.count) memory devices: those after \(mostModules) were left out")
        }
        result.notes = notes.texts
        return result
    }

    private static func properties(_ text: String) -> [String: String] {
        var properties: [String: String] = [:]
        // The database's lines begin with "E:", those of `udevadm info` without more options with "E: ".
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.hasPrefix("E:") ? line.dropFirst(2).drop { $0 == " " } : line
            guard line.hasPrefix("MEMORY_"), let equals = line.firstIndex(of: "=") else { continue }
            properties[String(line[..<equals].dropFirst("MEMORY_".count))] = String(line[line.index(after: equals)...])
        }
        return properties
    }

    /// 3 of "DEVICE_3_SIZE".
    private static func index(_ name: String) -> Int? {
        guard name.hasPrefix("DEVICE_") else { return nil }
        let digits = name.dropFirst("DEVICE_".count).prefix { $0 != "_" }
        guard digits.endIndex < name.endIndex else { return nil }
        return Int(digits).flatMap { $0 >= 0 && String($0) == digits ? $0 : nil }
    }

    private static func claim(
        _ index: Int, _ properties: [String: String], notes: inout FirmwareNotes
    ) -> ModuleClaim {
        func text(_ name: String) -> String? { properties["DEVICE_\(index)_\(name)"].flatMap(FirmwareText.cleaned) }
        func number(_ name: String) -> Int? {
            // A number that is none, or too long for one, is out of every figure's bounds.
            properties["DEVICE_\(index)_\(name)"].map { Int($0) ?? .min }.flatMap { $0 == 0 ? nil : $0 }
        }
        var claim = ModuleClaim()
        claim.locator = text("LOCATOR")
        claim.bank = text("BANK_LOCATOR")
        claim.size = number("SIZE").map { .bytes($0) } ?? .unknown
        if properties["DEVICE_\(index)_PRESENT"] == "0" { claim.size = .empty }
        claim.totalWidth = number("TOTAL_WIDTH")
        claim.dataWidth = number("DATA_WIDTH")
        claim.formFactor = text("FORM_FACTOR").map { SMBIOSNames.own($0, among: SMBIOSNames.formFactors) }
        claim.type = text("TYPE").map { SMBIOSNames.own($0, among: SMBIOSNames.types) }
        if properties["DEVICE_\(index)_TYPE"] == outOfSpec, properties["DEVICE_\(index)_PRESENT"] != "0" {
            notes.addWhole(
                "udev does not know the type of memory (systemd of 2023 and before may know no DDR5): run as root, to "
                    + "read it from the SMBIOS table")
        }
        claim.ratedMTs = number("SPEED_MTS").flatMap { $0 == 0xFFFF ? nil : $0 }
        claim.configuredMTs = number("CONFIGURED_SPEED_MTS").flatMap { $0 == 0xFFFF ? nil : $0 }
        claim.manufacturer = text("MANUFACTURER")
        claim.partNumber = text("PART_NUMBER")
        claim.ranks = number("RANK").flatMap { (1...15).contains($0) ? $0 : nil }
        let technology = text("MEMORY_TECHNOLOGY")
        claim.technology = technology?.hasPrefix("Intel Optane") == true ? "Intel Optane" : technology
        return claim
    }

    /// udev tells only of arrays whose use is system memory, and leaves out that there is no error correction.
    private static func array(_ properties: [String: String], notes: inout FirmwareNotes) -> MemoryArray? {
        guard properties["ARRAY_LOCATION"] != nil else { return nil }
        let correction = properties["ARRAY_EC_TYPE"]
        let names = SMBIOSNames.errorCorrections
        func number(_ name: String) -> Int? { properties[name].map { Int($0) ?? .min }.flatMap { $0 == 0 ? nil : $0 } }
        return MemoryArray(
            use: MemoryArray.systemUse,
            errorCorrection: correction == nil
                ? "none" : names.values.first { $0.lowercased() == correction?.lowercased() },
            slots: notes.checked(number("ARRAY_NUM_DEVICES"), .slots, of: "memory array 0"),
            capacity: notes.checked(number("ARRAY_MAX_CAPACITY"), .capacity, of: "memory array 0"))
    }

    /// What systemd writes for a byte that its version does not know.
    private static let outOfSpec = "<OUT OF SPEC>"
}

extension SMBIOSNames {
    /// Our name for what systemd writes with other capitals: "row of chips" for "Row Of Chips".
    static func own(_ name: String, among names: [Int: String]) -> String {
        names.values.first { $0.lowercased() == name.lowercased() } ?? name
    }
}
