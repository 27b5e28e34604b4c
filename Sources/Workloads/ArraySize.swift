import Machine
import Quantities

/// How large arrays shall be.
package struct ArraySize: Sendable {
    /// Of each array on a node; 4 × the caches where it is nil.
    let asked: ByteCount?
    /// How long filling all nodes' arrays may take, one node after the other; a size that was asked for takes its time.
    let fillSeconds: Double

    package init(asked: ByteCount?, fillSeconds: Double = .infinity) {
        self.asked = asked
        self.fillSeconds = fillSeconds
    }

    func room(_ room: MemoryRoom?, threads: Int, nodes: Int) -> MemoryRoom? {
        guard asked == nil, fillSeconds < .infinity else { return room }
        return FillTime.values.room(room, seconds: fillSeconds / Double(max(1, nodes)), threads: threads)
    }
}
