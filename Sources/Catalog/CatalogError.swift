/// Why a file of facts is refused: which row, which field, and what is allowed.
package struct CatalogError: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
