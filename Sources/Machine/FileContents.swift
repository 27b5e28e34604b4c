/// What a temporary file is filled with: pseudo-random words that neither compress nor repeat, each made from its place
/// alone (SplitMix64 of Steele, Lea and Flood, 2014), so that any block can be compared without keeping the others.
package struct FileContents: Hashable, Sendable {
    private let seed: UInt64

    package init(seed: UInt64) { self.seed = seed }

    /// How many words are compared.
    package enum Care: Sendable {
        case everyWord
        /// One word of each 4 KiB: enough to tell a hole, or a page of another place, at no cost to the rate.
        case everyPage
    }

    private func word(_ index: UInt64) -> UInt64 {
        var value = (seed &* 0xd134_2543_de82_ef95 &+ index &+ 1) &* 0x9e37_79b9_7f4a_7c15
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    /// Writes what stands in the file from a place on, both in whole words of 8 bytes.
    package func fill(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) {
        let first = UInt64(offset / 8)
        let words = buffer.bindMemory(to: UInt64.self)
        for index in words.indices { words[index] = word(first &+ UInt64(index)) }
    }

    /// The place in the file of the first word that is not what was written there; nil where all are.
    package func firstDifference(in buffer: UnsafeRawBufferPointer, at offset: Int, _ care: Care) -> Int? {
        let first = UInt64(offset / 8)
        let words = buffer.bindMemory(to: UInt64.self)
        for index in stride(from: 0, to: words.count, by: care == .everyWord ? 1 : 512)
        where words[index] != word(first &+ UInt64(index)) {
            return offset + index * 8
        }
        return nil
    }
}
