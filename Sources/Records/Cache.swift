/// One cache.
package struct Cache: Codable, Hashable, Sendable {
    package var level: Int
    /// "unified", "data", "instruction" or "memory-side".
    package var type: String
    /// In bytes; 0 where the machine does not tell.
    package var size: Int
    /// The PUs that share it.
    package var pus: IDSet

    package init(level: Int, type: String, size: Int, pus: IDSet) {
        self.level = level
        self.type = type
        self.size = size
        self.pus = pus
    }
}
