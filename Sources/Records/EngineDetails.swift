/// What `probe-engine` knows beyond its measurements. Sizes are in bytes.
package struct EngineDetails: Codable, Hashable, Sendable {
    package var plan: [PlannedStudy] = []
    package var seed: Int
    /// One for each program that was rated, in the order that they were named; empty where none was found.
    package var builds: [Build] = []
    /// The files of random weights that were run.
    package var models: [Model] = []
    /// Where those files were, with "~" for the user's own folder, and the kind of its file system.
    package var directory = ""
    package var fileSystem: String?
    /// What settings gained over llama-bench's own, in the order that they were tried.
    package var trials: [Trial] = []
    /// The numbers of threads that generation was measured with.
    package var threads: [Int] = []
    /// What was left out, and why: sentences.
    package var notes: [String] = []

    package init(seed: Int) { self.seed = seed }

    /// A build of an engine.
    package struct Build: Codable, Hashable, Sendable {
        /// What labels call it: "1".
        package var id: String
        /// "llama.cpp" or "ik_llama.cpp".
        package var engine: String
        /// Of its source; nil where it was not built from a checkout.
        package var number: Int?
        package var commit: String?
        /// "GNU 12.2.0"; nil where it does not tell.
        package var compiler: String?
        /// The library of its loops: "libggml-cpu-haswell.so"; nil where they are in the program.
        package var library: String?
        /// "CPU".
        package var backends: String?
        /// "--llama-bench", "LLAMA_BENCH", "PATH", "make engine", "the folder of probe".
        package var foundBy: String
        /// What it may use here, as the catalogue of engines calls it, in alphabetical order; nil where it does not
        /// tell.
        package var features: [String]?
        /// Where its paths are not those that predictions without it expect: sentences.
        package var differences: [String] = []

        package init(id: String, engine: String, foundBy: String) {
            self.id = id
            self.engine = engine
            self.foundBy = foundBy
        }
    }

    /// A model of random weights: enough to make it again.
    package struct Model: Codable, Hashable, Sendable {
        /// What labels call it: "usual Q4_K_M".
        package var name: String
        /// "Q4_K_M".
        package var format: String
        package var architecture: String
        package var layers: Int
        package var embedding: Int
        package var heads: Int
        package var kvHeads: Int
        package var headDimension: Int
        package var feedForward: Int
        package var vocabulary: Int
        package var experts: Int
        package var activeExperts: Int
        /// Whether the output matrix is the table of embeddings.
        package var tiedEmbeddings: Bool
        /// Of the file.
        package var bytes: Int

        package init(
            name: String, format: String, architecture: String, layers: Int, embedding: Int, heads: Int, kvHeads: Int,
            headDimension: Int, feedForward: Int, vocabulary: Int, experts: Int, activeExperts: Int,
            tiedEmbeddings: Bool, bytes: Int
        ) {
            self.name = name
            self.format = format
            self.architecture = architecture
            self.layers = layers
            self.embedding = embedding
            self.heads = heads
            self.kvHeads = kvHeads
            self.headDimension = headDimension
            self.feedForward = feedForward
            self.vocabulary = vocabulary
            self.experts = experts
            self.activeExperts = activeExperts
            self.tiedEmbeddings = tiedEmbeddings
            self.bytes = bytes
        }
    }

    /// A setting that was tried against what llama-bench does without it, in turns.
    package struct Trial: Codable, Hashable, Sendable {
        package var build: String
        /// "generation", "generation after 2048 tokens" or "prompt of 512".
        package var phase: String
        /// As llama-bench and llama-server take it: "-ub"; "numactl" of what is put before the program.
        package var option: String
        /// "1024", "--interleave=all".
        package var value: String
        /// What it was tried against: "512".
        package var usual: String
        /// Its rate over the usual one's, and the 95 % interval.
        package var gain: Double
        package var low: Double
        package var high: Double
        /// Pairs of runs.
        package var pairs: Int

        package init(
            build: String, phase: String, option: String, value: String, usual: String, gain: Double, low: Double,
            high: Double, pairs: Int
        ) {
            self.build = build
            self.phase = phase
            self.option = option
            self.value = value
            self.usual = usual
            self.gain = gain
            self.low = low
            self.high = high
            self.pairs = pairs
        }
    }
}

extension EngineDetails.Build {
    /// "llama.cpp b11434, GNU 12.2.0, haswell".
    package var text: String {
        let release = number.map { $0 > 0 ? " b\($0)" : "" } ?? ""
        let variant = library.flatMap { name -> String? in
            let stem = name.split(separator: ".").first.map(String.init) ?? name
            return stem.hasPrefix("libggml-cpu-") ? String(stem.dropFirst("libggml-cpu-".count)) : nil
        }
        return ([engine + release] + [compiler, variant].compactMap(\.self)).joined(separator: ", ")
    }
}

extension EngineDetails.Trial {
    /// Whether the whole interval is on one side of "no difference", and by more than a person would notice.
    package var isClear: Bool { low > 1.01 || high < 0.99 }

    /// Whether it is faster, beyond doubt.
    package var isGain: Bool { low > 1.01 }

    /// "-ub 1024".
    package var setting: String { "\(option) \(value)" }
}
