import Catalog
import ModelFiles
import Quantities
import Records
import SystemPackage
import Testing
import TestSupport

@Suite struct GGUFTests {
    @Test(arguments: [UInt32(2), 3]) func theHeaderTellsTheModel(version: UInt32) throws {
        var written = GGUFBytes.smallMixture
        written.version = version
        let file = try GGUFFile(written.bytes, name: "small")
        let model = try file.languageModel("small.gguf")
        #expect(model.name == "Small")
        #expect(model.architecture == "llama")
        #expect([model.layers, model.embedding, model.vocabulary] == [1, 64, 4])
        #expect([model.heads, model.kvHeads, model.headDimension, model.feedForward] == [4, 2, 16, 32])
        #expect([model.experts, model.activeExperts] == [8, 2])
        #expect(file.fileType == "Q8_0")
        #expect(file.contextLength == nil)
        #expect(file.size.bytes == written.bytes.count)
        #expect(file.metadata["tokenizer.ggml.tokens"] == .array(count: 4, integers: nil))
    }

    /// One row of the embeddings, a quarter of the experts, all else.
    @Test func aTokenReadsOnlyWhatItNeeds() throws {
        let bytes = try GGUFFile(GGUFBytes.smallMixture.bytes, name: "small").weightBytes
        #expect(bytes.file == [.q8_0: 272 + 272 + 17408, .f32: 256])
        #expect(bytes.perToken == [.q8_0: 68 + 272 + 17408 / 4, .f32: 256])
    }

    @Test func tiedEmbeddingsAreReadAsTheOutputMatrix() throws {
        var written = GGUFBytes()
        written.tensor("token_embd.weight", [32, 10], type: 8, bytes: 340)
        let file = try GGUFFile(written.bytes, name: "tied")
        #expect(file.isTied)
        #expect(file.weightBytes.bytesPerToken.bytes == 340)
    }

    @Test func layersThatOnlyGuessAheadAreNotRead() throws {
        var written = GGUFBytes.smallMixture
        written.number("llama.nextn_predict_layers", 1)
        #expect(try GGUFFile(written.bytes, name: "guess").weightBytes.perToken[.q8_0] == 68 + 272)
    }

    /// Layers may differ; then no one number is right.
    @Test(arguments: [([2, 2], 2), ([2, 4], nil)]) func figuresByLayer(heads: [UInt32], expected: Int?) throws {
        var written = GGUFBytes()
        written.text("general.architecture", "llama")
        written.number("llama.attention.head_count", 8)
        written.raw(
            "llama.attention.head_count_kv", type: 9,
            GGUFBytes.little(UInt32(4)) + GGUFBytes.little(UInt64(2)) + heads.flatMap { GGUFBytes.little($0) })
        #expect(try GGUFFile(written.bytes, name: "layers").kvHeads == expected)
    }

    @Test func aSplitModelIsReadFromAnyPart() throws {
        let folder = try TemporaryFolder()
        try write(part: 0, "blk.0.a.weight", to: folder)
        try write(part: 1, "blk.0.b.weight", to: folder)
        for part in 1...2 {
            let file = try GGUFFile(folder.path.appending("m-0000\(part)-of-00002.gguf"))
            #expect(file.tensors.map(\.tensor.name) == ["blk.0.a.weight", "blk.0.b.weight"])
        }
    }

    @Test func aMissingPartIsNamed() throws {
        let folder = try TemporaryFolder()
        try write(part: 0, "blk.0.a.weight", to: folder)
        let failure = try #require(throws: Failure.self) {
            try GGUFFile(folder.path.appending("m-00001-of-00002.gguf"))
        }
        #expect(failure.status == .inputMissing)
        #expect(failure.description.contains("m-00002-of-00002.gguf"))
    }

    @Test func partsOfDifferentModelsAreRefused() throws {
        let folder = try TemporaryFolder()
        try write(part: 0, "blk.0.a.weight", to: folder)
        try write(part: 1, "blk.0.a.weight", to: folder)
        let path = folder.path.appending("m-00001-of-00002.gguf")
        #expect(throws: Failure.self) { try GGUFFile(path) }
    }

    @Test func moreThanAThousandPartsAreNotBelieved() throws {
        let folder = try TemporaryFolder()
        try write(part: 0, "blk.0.a.weight", of: 65535, to: folder)
        let path = folder.path.appending("m-00001-of-00002.gguf")
        let failure = try #require(throws: Failure.self) { try GGUFFile(path) }
        #expect(failure.cause.contains("65535 parts, and"))
    }

    @Test func partsOfOtherNamesAreNotGuessed() throws {
        let folder = try TemporaryFolder()
        try write(part: 0, "blk.0.a.weight", of: 3, to: folder)
        let path = folder.path.appending("m-00001-of-00002.gguf")
        let failure = try #require(throws: Failure.self) { try GGUFFile(path) }
        #expect(failure.cause.contains("does not end in -00001-of-00003.gguf"))
    }

    private func write(part: UInt32, _ tensor: String, of count: UInt32 = 2, to folder: TemporaryFolder) throws {
        var written = GGUFBytes()
        written.number("split.no", part)
        written.number("split.count", count)
        written.number("split.tensors.count", 2)
        written.tensor(tensor, [8], type: 0, bytes: 32)
        let path = folder.path.appending("m-0000\(part + 1)-of-00002.gguf")
        let file = try FileDescriptor.open(path, .writeOnly, options: [.create], permissions: [.ownerReadWrite])
        try file.closeAfter { _ = try file.writeAll(written.bytes) }
    }
}
