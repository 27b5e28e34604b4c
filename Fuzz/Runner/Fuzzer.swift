import FuzzTargets

#if canImport(Glibc)
    import Glibc
#endif

#if FUZZING
    /// libFuzzer's hook. PROBE_FUZZ names the reader.
    @_cdecl("LLVMFuzzerTestOneInput")
    public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
        reader.read(Array(UnsafeBufferPointer(start: bytes, count: count)))
        return 0
    }

    private let reader = getenv("PROBE_FUZZ").flatMap { FuzzedReader(rawValue: String(cString: $0)) } ?? .gguf
#endif
