import Catalog
import Records
import Tables
import TokenModel

extension MachineFacts {
    /// - Throws: `Failure` with 64 where the user gives more channels or chiplets than the family has, or other memory.
    func checkPopulation() throws {
        guard let platform else { return }
        let sockets = max(1, sockets?.value ?? 1)
        let of = sockets == 1 ? "a socket of \(platform.name)" : "\(sockets) sockets of \(platform.name)"
        if let channels, let width = channelWidth?.value,
            channels.value * width > sockets * platform.channelRange.upperBound * platform.channelWidth
        {
            let most = sockets * platform.channelRange.upperBound
            throw refusal(
                "\(of) has \(most) memory channels, and \(channels.value) are given",
                "Count channels, not modules: two modules in one channel carry no more than one")
        }
        if let chiplets, let most = platform.chiplets?.upperBound, chiplets.value > sockets * most {
            throw refusal("\(of) has \(sockets * most) chiplets at most", "Correct --ccds")
        }
        let kind = { (type: String) in type.split(separator: "-").first.map { $0.filter { $0 != "X" } } ?? "" }
        if let memoryType, memoryType.provenance.kind == .given, !kind(memoryType.value).isEmpty,
            !kind(platform.memory).contains(kind(memoryType.value)), !platform.memory.contains(memoryType.value)
        {
            throw refusal("\(of) takes \(platform.memory)", "Correct the memory")
        }
    }

    private func refusal(_ cause: String, _ remedy: String) -> Failure {
        Failure(.usage, cannot: "tell the theory of '\(name.printable)'", because: cause, remedy: remedy)
    }
}
