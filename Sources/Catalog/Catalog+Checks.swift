extension Catalog {
    /// Refuses rows with figures that no machine has, and with names that nothing has.
    /// - Throws: `CatalogError`, which names the row and the field.
    package func check(
        _ newCores: [CoreMicroarchitecture], _ newPlatforms: [Platform], _ newProcessors: [Processor]
    ) throws {
        for core in newCores { try Self.check(core) }
        for platform in newPlatforms { try check(platform) }
        for processor in newProcessors { try check(processor) }
    }

    private func check(_ platform: Platform) throws {
        let row = RowCheck("platforms", platform.name)
        try row.text(platform.name, "name")
        try row.text(platform.socket, "socket")
        try row.text(platform.memory, "memory")
        try row.text(platform.source, "source", atMost: 400)
        let categories = ["server", "workstation", "desktop", "mobile"]
        try row.require(
            categories.contains(platform.category), "category", "must be one of \(categories.joined(separator: ", "))")
        try row.number(platform.channels, "channels", in: 1...64)
        try row.number(platform.mostChannels, "mostChannels", in: platform.channels...max(64, platform.channels))
        try row.require(
            [16, 32, 64, 128].contains(platform.channelWidth), "channelWidth",
            "\(platform.channelWidth), and may be 16, 32, 64 or 128 data bits")
        try row.range(platform.megatransfers, "megatransfers", in: 200...50_000)
        try row.range(platform.tiles, "tiles", in: 1...64)
        try Self.checkFabric(platform, row)
        for core in platform.cores { try row.known(core, "cores", in: cores.map(\.name), of: "core") }
        try Self.check(platform.matches, row)
        try row.require(
            !platform.matches.isEmpty || !platform.names.isEmpty, "names", "is empty, and \"matches\" too")
        for name in platform.names {
            try row.text(name, "names")
            try row.require(
                NamePattern(name).literals >= 3, "names", "\"\(name)\" says less than 3 characters of a name")
        }
    }

    private static func checkFabric(_ platform: Platform, _ row: RowCheck) throws {
        let known = [platform.chiplets != nil, platform.fabricGHz != nil, platform.readBytesPerClock != nil]
        try row.require(
            Set(known).count == 1, "chiplets", "comes with \"fabricGHz\" and \"readBytesPerClock\", or none of them")
        try row.range(platform.chiplets, "chiplets", in: 1...64)
        try row.range(platform.fabricGHz, "fabricGHz", in: 0.1...10)
        try row.range(platform.readBytesPerClock, "readBytesPerClock", in: 8...1024)
        try row.number(platform.writeBytesPerClock, "writeBytesPerClock", in: 8...1024)
        try row.number(platform.cachesPerChiplet, "cachesPerChiplet", in: 1...16)
    }

    private func check(_ processor: Processor) throws {
        let row = RowCheck("processors", processor.name)
        try row.text(processor.name, "name")
        try row.text(processor.source, "source", atMost: 400)
        try row.known(processor.platform, "platform", in: platforms.map(\.name), of: "platform")
        try row.require(!processor.cores.isEmpty, "cores", "is empty")
        for kind in processor.cores {
            try row.number(kind.count, "cores.count", in: 1...4096)
            try row.number(kind.baseGHz, "cores.baseGHz", in: 0.1...20)
            try row.number(kind.boostGHz, "cores.boostGHz", in: (kind.baseGHz ?? 0.1)...20)
            try row.known(kind.core, "cores.core", in: cores.map(\.name), of: "core")
        }
        try row.number(processor.chiplets, "chiplets", in: 1...64)
        let fabric = platform(of: processor)?.chiplets != nil
        try row.require(
            fabric || (processor.chiplets == nil && processor.readBytesPerClock == nil), "chiplets",
            "the platform \"\(processor.platform)\" has no fabric between chiplets and memory")
        try row.number(processor.readBytesPerClock, "readBytesPerClock", in: 8...1024)
        try row.number(processor.megatransfers, "megatransfers", in: 200...50_000)
    }

    private static func check(_ core: CoreMicroarchitecture) throws {
        let row = RowCheck("cores", core.name)
        try row.text(core.name, "name")
        try row.text(core.source, "source", atMost: 400)
        let types = ["fp64", "fp32", "fp16", "bf16", "int8", "amx_bf16", "amx_int8"]
        for (type, operations) in core.operations.sorted(by: { $0.key < $1.key }) {
            try row.require(types.contains(type), "operations", "its names are \(types.joined(separator: ", "))")
            try row.number(operations, "operations.\(type)", in: 1...1_000_000)
        }
        try row.number(core.vectorBits, "vectorBits", in: 64...4096)
        let sets = ["avx512", "avx2", "avx512_fp16", "avx512_bf16", "avx512_vnni", "avx_vnni", "amx"]
        let all = sets + ["neon", "dotprod", "i8mm"]
        try row.require(
            !core.instructionSets.isEmpty && core.instructionSets.allSatisfy(all.contains), "instructionSets",
            "must be some of \(all.joined(separator: ", "))")
        try row.require(
            core.int8Set.map(core.instructionSets.contains) ?? true, "int8Set", "must be one of \"instructionSets\"")
        try check(core.matches, row)
    }

    private static func check(_ matches: [CPUMatch], _ row: RowCheck) throws {
        for match in matches {
            try row.text(match.vendor, "matches.vendor")
            try row.number(match.family, "matches.family", in: 0...0xfff)
            try row.require(!match.models.isEmpty, "matches.models", "is empty")
            for models in match.models { try row.range(models, "matches.models", in: 0...0xffff) }
            try row.range(match.steppings, "matches.steppings", in: 0...0xff)
            let kinds = ["uniform", "performance", "efficiency"]
            try row.require(
                match.kinds?.allSatisfy(kinds.contains) ?? true, "matches.kinds",
                "must be some of \(kinds.joined(separator: ", "))")
        }
    }
}
