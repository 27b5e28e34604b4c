import Catalog
import Quantities

extension ModelDemand {
    /// The most that generation could reach if a model that does not fit were read from storage as it runs: page
    /// caches let go of what was read longest ago, which is what is needed next, so that every token reads all again.
    package func pagedRate(storage: Estimate<Bandwidth>) -> Estimate<TokenRate>? {
        guard bytesPerToken.bytes > 0 else { return nil }
        return storage.map { SimpleModel.memoryBoundRate(bandwidth: $0, model: bytesPerToken) }
    }
}
