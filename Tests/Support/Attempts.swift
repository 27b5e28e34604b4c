/// What the first attempt makes that is `undisturbed`, or the last: for figures that other work on this machine spoils
/// now and then. The test says afterwards what it expects, so that what is wrong each time still fails.
package func attempts<Result>(
    _ count: Int = 3, until undisturbed: (Result) throws -> Bool, _ make: () async throws -> Result
) async throws -> Result {
    for _ in 1..<count {
        let result = try await make()
        if try undisturbed(result) { return result }
    }
    return try await make()
}
