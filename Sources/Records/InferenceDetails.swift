/// What `probe-inference` knows beyond its measurements. Sizes are in bytes.
package struct InferenceDetails: Codable, Hashable, Sendable {
    package var plan: [PlannedStudy]
    package var seed: Int
    /// The threads that figures were taken on.
    package var places: [Place]
    /// What was multiplied, by operation and format.
    package var shapes: [Shape]
    /// Weights that each thread has in its own cache, of figures from cache.
    package var cacheBytesPerThread: Int
    /// Where the memory was; all formats lie in it one after the other.
    package var placements: [ArrayPlacement]
    /// Operations and formats without any figure, and why.
    package var missing: [Missing]
    /// Whose loops were stood for; nil in results of before there were any.
    package var engine: Engine?

    package init(
        plan: [PlannedStudy], seed: Int, places: [Place], shapes: [Shape], cacheBytesPerThread: Int,
        placements: [ArrayPlacement], missing: [Missing], engine: Engine? = nil
    ) {
        self.plan = plan
        self.seed = seed
        self.places = places
        self.shapes = shapes
        self.cacheBytesPerThread = cacheBytesPerThread
        self.placements = placements
        self.missing = missing
        self.engine = engine
    }

    /// An engine, and what a build of it may use here.
    package struct Engine: Codable, Hashable, Sendable {
        /// "llama.cpp".
        package var name: String
        /// "avx512_vnni", as the catalogue of engines calls them, in alphabetical order.
        package var features: [String]

        package init(name: String, features: [String]) {
            self.name = name
            self.features = features
        }
    }

    /// Some threads, each of which works on its own node's memory.
    package struct Place: Codable, Hashable, Sendable {
        /// In the order that threads take them.
        package var cpus: [Int]
        /// Nil where they are of several nodes.
        package var node: Int?

        package init(cpus: [Int], node: Int?) {
            self.cpus = cpus
            self.node = node
        }
    }

    /// What a thread takes at a time of an operation in one format.
    package struct Shape: Codable, Hashable, Sendable {
        package var operation: InferenceOperation
        package var format: String
        /// The loop: "Q4_K dot (avx512_vnni)".
        package var kernel: String
        /// "rows of 4096 weights".
        package var text: String
        /// Bytes of weights, or of keys and values, for each element of them.
        package var bytesPerElement: Double

        package init(
            operation: InferenceOperation, format: String, kernel: String, text: String, bytesPerElement: Double
        ) {
            self.operation = operation
            self.format = format
            self.kernel = kernel
            self.text = text
            self.bytesPerElement = bytesPerElement
        }
    }

    /// What has no figure.
    package struct Missing: Codable, Hashable, Sendable {
        package var operation: InferenceOperation
        /// Nil where it is all of them.
        package var format: String?
        package var reason: String

        package init(operation: InferenceOperation, format: String?, reason: String) {
            self.operation = operation
            self.format = format
            self.reason = reason
        }
    }
}
