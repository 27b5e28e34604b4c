import Catalog
import Quantities
import Testing

@Suite struct CatalogTests {
    @Test func everyFactHasASource() throws {
        let catalog = try Catalog.builtIn()
        #expect(catalog.models.count >= 34)
        #expect(catalog.formats.count >= 25)
        #expect(catalog.models.allSatisfy { !$0.source.isEmpty })
        #expect(catalog.formats.allSatisfy { !$0.source.isEmpty })
        #expect(Set(catalog.models.map(\.name)).count == catalog.models.count)
    }

    @Test func uncheckedFactsAreKnownAsSuch() throws {
        let catalog = try Catalog.builtIn()
        #expect(catalog.models(matching: "TinyLlama").first?.isChecked == false)
        #expect(catalog.models(matching: "Llama 3.1 8B").first?.isChecked == true)
    }

    /// DeepSeek's tensors are not known here: averages must do.
    @Test func aFormatsAverageServesWhereTensorsAreUnknown() throws {
        let catalog = try Catalog.builtIn()
        let model = try #require(catalog.models(matching: "DeepSeek-V3").first)
        let format = try #require(catalog.format("q8_0"))
        #expect(abs(model.bytesPerToken(format).gigabytes - 36.62 * 8.5 / 8) < 0.01)
        #expect(abs(model.fileSize(format).gigabytes - 671.03 * 8.5 / 8) < 0.01)
    }

    /// A block format's bits follow from its block; the sources give both.
    @Test func bitsOfBlockFormats() throws {
        let expected = [
            "F16": 16, "Q8_0": 34.0 * 8 / 32, "Q4_0": 18.0 * 8 / 32, "Q4_K": 144.0 * 8 / 256, "Q6_K": 210.0 * 8 / 256,
        ]
        for (name, bits) in expected { #expect(try Catalog.builtIn().format(name)?.bitsPerWeight == bits) }
    }
}
