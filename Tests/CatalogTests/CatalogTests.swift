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

    /// Of Llama 3.1 8B Q4_K_M the published file has 4.920739232 GB; the average bits of the format give 1.5 % less.
    @Test func fileSizeFollowsFromTheFormat() throws {
        let catalog = try Catalog.builtIn()
        let model = try #require(catalog.models(matching: "Llama 3.1 8B").first)
        let format = try #require(catalog.format("q4_k_m"))
        #expect(abs(model.fileSize(format).gigabytes / 4.920739232 - 1) < 0.02)
        #expect(model.bytesPerToken(format) == model.fileSize(format))
    }

    @Test func aMixtureOfExpertsReadsOnlyItsActivePart() throws {
        let catalog = try Catalog.builtIn()
        let model = try #require(catalog.models(matching: "30B-A3B").first)
        let format = try #require(catalog.format("Q8_0"))
        #expect(abs(model.bytesPerToken(format).gigabytes - 3.04 * 8.5 / 8) < 0.01)
        #expect(abs(model.fileSize(format).gigabytes - 30.53 * 8.5 / 8) < 0.01)
    }

    /// A block format's bits follow from its block; the sources give both.
    @Test func bitsOfBlockFormats() throws {
        let expected = [
            "F16": 16, "Q8_0": 34.0 * 8 / 32, "Q4_0": 18.0 * 8 / 32, "Q4_K": 144.0 * 8 / 256, "Q6_K": 210.0 * 8 / 256,
        ]
        for (name, bits) in expected { #expect(try Catalog.builtIn().format(name)?.bitsPerWeight == bits) }
    }
}
