import Records
import Testing

@Suite struct IDSetTests {
    @Test(arguments: ["0", "0-3,8", "1,3,5-6"])
    func readsWhatItWrites(text: String) {
        #expect(IDSet(parsing: text)?.description == text)
    }

    @Test func joinsAndSorts() {
        #expect("\(IDSet([8, 1, 0, 2, 1]))" == "0-2,8")
        #expect("\(IDSet([]))" == "")
    }

    @Test(arguments: ["", "a", "3-1", "-1", "0-", "0,,1", "0-99999999", "1-2-3"])
    func refusesWhatIsNoList(text: String) {
        #expect(IDSet(parsing: text) == nil)
    }
}
