import Quantities

extension Caveat.Kind {
    /// What limits the rates of storage.
    var storageText: String {
        switch self {
        case .storageIsMemory(let fileSystem):
            "The folder is on \(fileSystem), which is memory and no storage: its rate is that of the page cache, and "
                + "says nothing about a first load. Name a folder on a drive with probe storage --directory."
        case .storageCachedElsewhere(let fileSystem):
            "The folder is on \(fileSystem), which has caches of its own, here or on a server, that nobody can see or "
                + "empty from here: a first load may be slower than the rate. Compare with a folder on a local drive: "
                + "probe storage --directory."
        case .storageFileLimited(let used, let limit):
            "The temporary file has only \(ByteCount(used)), limited by \(limit): a drive's own cache may hold it. "
                + "Free space, or name another folder with probe storage --directory."
        case .storageFileInCaches(let used, let caches):
            "The temporary file has \(ByteCount(used)), and the processor's caches in use have \(ByteCount(caches)): "
                + "they may serve part of what was read from the page cache. Raise --size of probe storage to four "
                + "times them."
        default: ""
        }
    }
}
