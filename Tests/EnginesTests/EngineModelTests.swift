import Catalog
import Engines
import Records
import SystemPackage
import Testing
import TestSupport

/// Models of random weights: as large as was asked, and made again from the record.
@Suite struct EngineModelTests {
    @Test(arguments: EngineModel.Shape.allCases, FileMix.allCases)
    func aRecordMakesTheSameModelAgain(shape: EngineModel.Shape, mix: FileMix) throws {
        let model = EngineModel.filling(90 << 20, shape, mix)
        let again = try #require(EngineModel(model.record(bytes: model.bytes)))
        #expect(again.mix == mix && again.name == model.name && again.bytes == model.bytes)
        #expect(again.model.storedTensors(mix) == model.model.storedTensors(mix))
    }

    @Test(arguments: [1, 90 << 20, 1 << 30])
    func itHasAtLeastSoManyBytesAndLittleMore(bytes: Int) throws {
        for shape in [EngineModel.Shape.usual, .mixture] {
            for mix in FileMix.allCases {
                let model = EngineModel.filling(bytes, shape, mix)
                // Some mixes have more bits in some layers, so that pairs of layers differ.
                let smaller = EngineModel(shape, mix, layers: max(1, model.model.layers - 4))
                #expect(model.bytes >= bytes && model.model.layers >= 2, "\(model.name)")
                #expect(model.model.layers <= 4 || smaller.bytes < bytes, "\(model.name)")
            }
        }
    }

    @Test func recordsThatNoVersionWroteAreNoModels() {
        let good = EngineModel(.usual, .q8_0, layers: 2).record(bytes: 1)
        var record = good
        record.format = "Q9_Z"
        #expect(EngineModel(record) == nil)
        record = good
        record.architecture = "nobody's"
        #expect(EngineModel(record) == nil)
        let members: [WritableKeyPath<EngineDetails.Model, Int>] = [
            \.layers, \.embedding, \.heads, \.headDimension, \.feedForward, \.vocabulary, \.experts,
        ]
        for member in members {
            for value in [-1, 1 << 40, Int.max] {
                record = good
                record[keyPath: member] = value
                #expect(EngineModel(record) == nil)
            }
        }
    }

    @Test func aFileHasNoNameAndEndsWithItsOwner() throws {
        let folder = try TemporaryFolder()
        let model = EngineModel(.thin, .q8_0, layers: 1)
        let path = try { () -> String in
            let file = try EngineModelFile(model, in: folder.path) { false }
            #expect(TextFile.names(in: folder.path).isEmpty)
            let bytes = try TextFile.bytes(FilePath(file.path))
            #expect(bytes.count == file.bytes && bytes.starts(with: Array("GGUF".utf8)))
            #expect(file.bytes > model.bytes)
            return file.path
        }()
        #expect(!TextFile.exists(FilePath(path)))
    }

    @Test func aFolderThatIsNoneIsNamed() throws {
        let failure = try #require(throws: Failure.self) {
            try EngineModelFile(EngineModel(.thin, .q8_0, layers: 1), in: "/nowhere") { false }
        }
        #expect(failure.status == .cannotCreateOutput && failure.description.contains("/nowhere"))
        let folder = try TemporaryFolder()
        #expect(throws: CancellationError.self) {
            try EngineModelFile(EngineModel(.thin, .q8_0, layers: 1), in: folder.path) { true }
        }
    }
}
