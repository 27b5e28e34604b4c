extension SMBIOSTable.Structure {
    /// What a memory device (type 17) says; nil where the structure is too short to be one.
    var moduleClaim: ModuleClaim? {
        guard let size else { return nil }
        var claim = ModuleClaim()
        claim.locator = string(0x10)
        claim.bank = string(0x11)
        claim.size = size
        claim.totalWidth = told(word(0x08))
        claim.dataWidth = told(word(0x0A))
        claim.formFactor = byte(0x0E).flatMap { SMBIOSNames.formFactors[$0] }
        claim.type = byte(0x12).flatMap { SMBIOSNames.types[$0] }
        claim.ratedMTs = speed(0x15, extended: 0x54)
        claim.configuredMTs = speed(0x20, extended: 0x58)
        claim.manufacturer = string(0x17)
        // 0x18 is the serial number, which is nobody's business.
        claim.partNumber = string(0x1A)
        claim.ranks = byte(0x1B).map { $0 & 0x0F }.flatMap { $0 > 0 ? $0 : nil }
        claim.technology = byte(0x28).flatMap { SMBIOSNames.technologies[$0] }
        return claim
    }

    /// The handle of the array (type 16) that a memory device belongs to.
    var arrayHandle: Int? { word(0x04) }

    /// Bit 15 chooses KiB over MiB; 0x7FFF refers to the extended size in MiB; 0xFFFF is unknown.
    private var size: ModuleClaim.Size? {
        switch word(0x0C) {
        case nil: nil
        case 0?: .empty
        case 0xFFFF?: .unknown
        case 0x7FFF?: double(0x1C).map { .bytes(($0 & 0x7FFF_FFFF) << 20) } ?? .unknown
        case let size?: .bytes(size & 0x8000 == 0 ? size << 20 : (size & 0x7FFF) << 10)
        }
    }

    /// 0xFFFF refers to the extended speed of SMBIOS 3.3.
    private func speed(_ offset: Int, extended: Int) -> Int? {
        guard word(offset) == 0xFFFF else { return told(word(offset)) }
        return double(extended).map { $0 & 0x7FFF_FFFF }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// Neither 0 nor 0xFFFF, which both mean that it is not known.
    private func told(_ value: Int?) -> Int? { value == 0 || value == 0xFFFF ? nil : value }
}

/// The standard's names for a memory device's bytes, as in SMBIOS 3.7 (DSP0134). "Other" and "unknown" have none.
enum SMBIOSNames {
    static let types = [
        0x03: "DRAM", 0x04: "EDRAM", 0x05: "VRAM", 0x06: "SRAM", 0x07: "RAM", 0x08: "ROM", 0x09: "flash",
        0x0A: "EEPROM", 0x0B: "FEPROM", 0x0C: "EPROM", 0x0D: "CDRAM", 0x0E: "3DRAM", 0x0F: "SDRAM", 0x10: "SGRAM",
        0x11: "RDRAM", 0x12: "DDR", 0x13: "DDR2", 0x14: "DDR2 FB-DIMM", 0x18: "DDR3", 0x19: "FBD2", 0x1A: "DDR4",
        0x1B: "LPDDR", 0x1C: "LPDDR2", 0x1D: "LPDDR3", 0x1E: "LPDDR4", 0x1F: "logical non-volatile device",
        0x20: "HBM", 0x21: "HBM2", 0x22: "DDR5", 0x23: "LPDDR5", 0x24: "HBM3",
    ]
    static let formFactors = [
        0x03: "SIMM", 0x04: "SIP", 0x05: "chip", 0x06: "DIP", 0x07: "ZIP", 0x08: "proprietary card", 0x09: "DIMM",
        0x0A: "TSOP", 0x0B: "row of chips", 0x0C: "RIMM", 0x0D: "SODIMM", 0x0E: "SRIMM", 0x0F: "FB-DIMM", 0x10: "die",
        0x11: "CAMM",
    ]
    static let technologies = [
        0x03: "DRAM", 0x04: "NVDIMM-N", 0x05: "NVDIMM-F", 0x06: "NVDIMM-P", 0x07: "Intel Optane",
    ]
    static let arrayUses = [
        0x01: "other", 0x03: "system memory", 0x04: "video memory", 0x05: "flash memory", 0x06: "non-volatile RAM",
        0x07: "cache memory",
    ]
    static let errorCorrections = [
        0x03: "none", 0x04: "parity", 0x05: "single-bit ECC", 0x06: "multi-bit ECC", 0x07: "CRC",
    ]
}
