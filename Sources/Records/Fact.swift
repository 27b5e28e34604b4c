/// A named fact in words, for tables on the terminal and in the report.
package struct Fact: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension Environment {
    /// The settings that figures depend on.
    package var facts: [Fact] {
        [
            Fact("Virtualization", virtualization ?? "none seen"),
            Fact("Kernel", kernel),
            Fact("Transparent huge pages", transparentHugePages ?? "not told"),
            Fact("NUMA balancing", numaBalancing.map { $0 ? "on" : "off" } ?? "not told"),
            Fact("Frequency governor", governor ?? "not told"),
        ]
    }
}
