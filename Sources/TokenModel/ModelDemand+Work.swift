extension ModelDemand {
    /// What one step asks for: operations with weights, and bytes of weights that memory must give for them. Attention
    /// and the KV cache are left out: they need memory of their own.
    package struct Work: Hashable, Sendable {
        /// A multiply-add is two.
        package let operations: Double
        package let bytes: Double

        /// Operations for each byte.
        package var intensity: Double { operations / bytes }
    }

    /// One step that generates a token for each of so many sequences.
    package func generationWork(batch: Int = 1) -> Work { work(tokens: Double(max(1, batch)), outputs: batch) }

    /// A prompt whose tokens are processed together, of which only the last goes through the output's matrix.
    package func promptWork(tokens: Int) -> Work { work(tokens: Double(max(1, tokens)), outputs: 1) }

    private func work(tokens: Double, outputs: Int) -> Work {
        var operations = 0.0, bytes = 0.0
        for matrices in matrices {
            let isExpert = matrices.use == .expert
            let multiplied = matrices.tokens(of: tokens, outputs: outputs)
            operations += 2 * matrices.weights * multiplied * (isExpert ? touchedExperts(tokens: 1) : 1)
            bytes += matrices.bytes * (isExpert ? touchedExperts(tokens: multiplied) : 1)
        }
        return Work(operations: operations, bytes: bytes)
    }
}
