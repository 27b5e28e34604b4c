import Records
import SystemPackage

/// Standard output and standard error, without buffers between.
package enum Console {
    /// Writes to standard output.
    /// - Throws: `Failure` where not all of it could be written (a full disk, a closed file).
    package static func output(_ bytes: some Sequence<UInt8>) throws {
        do {
            try FileDescriptor.standardOutput.writeAll(bytes)
        } catch {
            let cause = (error as? Errno)?.explained ?? "\(error)"
            throw Failure(
                .outputError, cannot: "write to standard output", because: cause,
                remedy: "See where it is redirected to: it may be full, or its reader gone")
        }
    }

    /// Writes to standard output.
    package static func output(_ text: String) throws { try output(text.utf8) }

    /// Writes to standard error; where that fails there is nobody to tell.
    package static func error(_ text: String) { _ = try? FileDescriptor.standardError.writeAll(text.utf8) }
}
