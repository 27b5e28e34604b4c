import Catalog
import Statistics
import Testing

@Suite struct ElsewhereTests {
    @Test func aProfileIsLessSureOnOtherMachines() {
        let here = EngineProfile.uninformed
        let there = here.elsewhere
        #expect(there.belief.mean == here.belief.mean)
        for place in here.parameters.indices {
            #expect(there.belief.covariance[place][place] > here.belief.covariance[place][place])
        }
    }

    /// Formats stay related, so that measuring one tells of the others there too.
    @Test func formatsErrTogether() throws {
        let there = EngineProfile.uninformed.elsewhere
        let place = { (name: String) in try #require(there.parameters.firstIndex(of: name)) }
        let here = EngineProfile.uninformed.belief.covariance
        let (first, second) = (try place("generation.Q4_K"), try place("generation.Q8_0"))
        #expect(there.belief.covariance[first][second] > here[first][second])
        #expect(there.belief.covariance[first][try place("prompt.Q8_0")] == 0)
    }
}
