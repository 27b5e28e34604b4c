import CCatalogData
import FoundationEssentials

/// Known facts: language models, weight formats, cores and machines. Every row names its source.
package struct Catalog: Sendable {
    package let models: [LanguageModel]
    package let formats: [WeightFormat]
    package let cores: [CoreMicroarchitecture]
    package let platforms: [Platform]
    package let processors: [Processor]
    package let classes: [PlatformClass]

    package init(
        models: [LanguageModel], formats: [WeightFormat], cores: [CoreMicroarchitecture] = [],
        platforms: [Platform] = [], processors: [Processor] = [], classes: [PlatformClass] = []
    ) {
        self.models = models
        self.formats = formats
        self.cores = cores
        self.platforms = platforms
        self.processors = processors
        self.classes = classes
    }

    /// Reads the facts that are built into the program.
    /// - Throws: `DecodingError` where a data file is wrong, which the tests rule out.
    package static func builtIn() throws -> Catalog {
        let decoder = JSONDecoder()
        return Catalog(
            models: try decoder.decode([LanguageModel].self, from: Data(ccd_models())),
            formats: try decoder.decode([WeightFormat].self, from: Data(ccd_formats())),
            cores: try decoder.decode([CoreMicroarchitecture].self, from: Data(ccd_cores())),
            platforms: try decoder.decode([Platform].self, from: Data(ccd_platforms())),
            processors: try decoder.decode([Processor].self, from: Data(ccd_processors())),
            classes: try decoder.decode([PlatformClass].self, from: Data(ccd_classes())))
    }

    /// The format of a name, whatever its case.
    package func format(_ name: String) -> WeightFormat? {
        formats.first { $0.name.lowercased() == name.lowercased() }
    }

    /// Models whose name contains the text, whatever its case.
    package func models(matching text: String) -> [LanguageModel] {
        models.filter { $0.name.lowercased().contains(text.lowercased()) }
    }
}
