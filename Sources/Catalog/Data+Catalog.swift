import CCatalogData
import FoundationEssentials

extension Data {
    /// A file of the catalogue, which is part of the program.
    init(_ file: ccd_file) { self.init(bytes: file.bytes, count: file.count) }
}
