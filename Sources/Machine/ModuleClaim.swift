import Records

/// What a source says of one slot, before it is checked.
struct ModuleClaim {
    var locator: String?
    var bank: String?
    var size = Size.unknown
    /// "DDR5", "flash"…
    var type: String?
    var configuredMTs: Int?
    var ratedMTs: Int?
    var dataWidth: Int?
    var totalWidth: Int?
    var array: Int?
    var ranks: Int?
    var formFactor: String?
    var technology: String?
    var manufacturer: String?
    var partNumber: String?
    var interleavedModules: Int?

    enum Size {
        case empty
        case unknown
        case bytes(Int)
    }
}

extension MemoryModule {
    /// What of a claim can be. What cannot is left out, and noted.
    init(_ claim: ModuleClaim, index: Int, notes: inout FirmwareNotes) {
        let locator = claim.locator ?? "slot \(index)"
        self.init(locator: locator, size: 0)
        bank = claim.bank
        array = claim.array
        formFactor = claim.formFactor
        // Some firmware leaves the slot's own type and speed standing where there is no module.
        if case .empty = claim.size { return }
        if case .bytes(let bytes) = claim.size {
            size = notes.checked(bytes, .moduleSize, of: locator) ?? 0
        }
        hasUnknownSize = size == 0 ? true : nil
        type = claim.type
        technology = claim.technology
        manufacturer = FirmwareText.name(claim.manufacturer)
        partNumber = FirmwareText.name(claim.partNumber)
        ranks = claim.ranks
        interleavedModules = claim.interleavedModules
        configuredMTs = notes.checked(claim.configuredMTs, .configuredSpeed, of: locator)
        ratedMTs = notes.checked(claim.ratedMTs, .ratedSpeed, of: locator)
        dataWidth = notes.checked(claim.dataWidth, .dataWidth, of: locator)
        totalWidth = notes.checked(claim.totalWidth, .totalWidth, of: locator)
        if let total = totalWidth, let data = dataWidth, total < data {
            notes.add("\(locator): a total width of \(total) bits, less than its \(data) of data,")
            totalWidth = nil
        }
    }
}
