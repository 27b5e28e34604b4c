/// The version of the schema that this program writes, and the last it reads.
package enum Schema {
    /// Raised by one whenever a field changes its meaning or goes away; new optional fields do not raise it.
    package static let version = 1
    /// The program's own version.
    package static let programVersion = "0.1.0"
}
