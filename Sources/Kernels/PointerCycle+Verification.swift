import CKernels
import Records

extension PointerCycle {
    /// Fills cycles of awkward lengths in two parts and compares every line, the memory behind them, and walks of
    /// awkward lengths with the scalar oracle.
    /// - Throws: `Failure` where one differs; nothing must be timed then.
    package static func verify(seed: UInt64) throws {
        for count in [2, 3, 7, 63, 64, 65, 1000, 4096, 4099] {
            let guardLines = 2
            let bytes = (count + guardLines) * bytesPerLine
            let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: bytesPerLine)
            defer { memory.deallocate() }
            memory.initializeMemory(as: UInt8.self, repeating: 0xA5, count: bytes)
            let cycle = PointerCycle(base: memory, lineCount: count, seed: seed)
            cycle.fill(lines: count / 3..<count)
            cycle.fill(lines: 0..<count / 3)
            try cycle.verify()
            let behind = UnsafeRawBufferPointer(start: memory, count: bytes).dropFirst(count * bytesPerLine)
            if behind.contains(where: { $0 != 0xA5 }) { throw cycle.failure("memory behind the last line changed") }
        }
    }

    /// Compares every line and some walks, one of them around the whole cycle, with the scalar oracle.
    /// - Throws: `Failure` where one differs; the cycle must not be timed then.
    package func verify() throws {
        // First: a wrong address may lead a walk anywhere.
        if let line = firstError(in: 0..<lineCount) {
            throw failure("line \(line) does not hold the address of the next")
        }
        for steps in [0, 1, 15, 16, 17, 100, lineCount - 1, lineCount, lineCount + 1] {
            let start = steps % lineCount
            let reached = chase(from: start, steps: steps)
            let expected = expected(from: start, steps: steps)
            if reached != expected {
                throw failure("\(steps) steps from line \(start) lead to line \(reached) instead of \(expected)")
            }
        }
    }

    private func failure(_ cause: String) -> Failure {
        Failure(
            .internalError, cannot: "trust the pointer cycle of \(lineCount) lines", because: cause,
            remedy:
                "Test the memory if this comes and goes; otherwise report it with the CPU's name and the seed \(seed)"
        )
    }
}
