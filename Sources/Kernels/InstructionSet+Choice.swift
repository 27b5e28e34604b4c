import Records

extension InstructionSet {
    /// The sets that a user named; all that this CPU has where none was.
    /// - Throws: `Failure` for a name that does not exist, and for a set that this CPU does not have.
    package static func chosen(_ names: [String]?) throws -> [InstructionSet] {
        try names.map { try $0.map(named) } ?? supported
    }

    /// The sets that the stream loops use where these were named: none of their own beside the vector sets.
    /// - Throws: as `chosen`.
    package static func streaming(_ names: [String]?) throws -> [InstructionSet] {
        guard let names else { return [widestStreaming] }
        let chosen = try names.map { streamed(try named($0)) }
        return allCases.filter(chosen.contains)
    }

    /// The widest that this CPU can execute and stream loops are written in.
    package static var widestStreaming: InstructionSet { streamed(supported.last ?? .scalar) }

    /// The widest set within this one that stream loops are written in.
    private static func streamed(_ set: InstructionSet) -> InstructionSet { set.base == .sse2 ? .scalar : set.base }

    private static func named(_ name: String) throws -> InstructionSet {
        guard let set = InstructionSet(rawValue: name.lowercased()) else {
            throw Failure(
                .usage, cannot: "use --isa \(name)", because: "there is no such name",
                remedy: "There are: " + allCases.map(\.rawValue).joined(separator: ", "))
        }
        guard set.isSupported else {
            throw Failure(
                .unavailable, cannot: "use --isa \(name)", because: "this CPU does not have it",
                remedy: "It has: " + supported.map(\.rawValue).joined(separator: ", "))
        }
        return set
    }
}
