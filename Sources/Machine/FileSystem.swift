import CPlatform
import SystemPackage

/// The file system that a folder is on.
package struct FileSystem: Hashable, Sendable {
    /// "ext4" (also of ext2 and ext3, which share its number), "tmpfs"; "unknown (0x…)" where it is in no table.
    package let name: String
    /// Bytes that this user may still write.
    package let freeBytes: Int

    /// - Throws: `Errno` where the folder cannot be asked, for example since there is none.
    package init(of folder: FilePath) throws(Errno) {
        var found = cp_file_system()
        guard cp_file_system_of(folder.string, &found) == 0 else { throw Errno.latest }
        self.init(type: found.type, freeBytes: Int(min(found.available, UInt64(Int.max))))
    }

    /// - Parameter type: the magic number of linux/magic.h.
    package init(type: UInt64, freeBytes: Int) {
        name = Self.names[type] ?? "unknown (0x\(String(type, radix: 16)))"
        self.freeBytes = freeBytes
    }

    /// Whether files in it are memory, and no storage.
    package var isMemory: Bool { ["tmpfs", "ramfs", "hugetlbfs"].contains(name) }

    /// Whether it, or a server behind it, has a cache that the kernel's page cache does not tell of.
    package var cachesElsewhere: Bool {
        ["zfs", "nfs", "cifs", "smb2", "9p", "fuse or virtiofs", "ceph"].contains(name)
    }

    private static let names: [UInt64: String] = [
        0x0102_1994: "tmpfs", 0x8584_58f6: "ramfs", 0x9584_58f6: "hugetlbfs", 0xef53: "ext4", 0x5846_5342: "xfs",
        0x9123_683e: "btrfs", 0x6969: "nfs", 0x2fc1_2fc1: "zfs", 0x794c_7630: "overlayfs",
        0x6573_5546: "fuse or virtiofs", 0x0102_1997: "9p", 0xff53_4d42: "cifs", 0xfe53_4d42: "smb2",
        0xf2f5_2010: "f2fs", 0xca45_1a4e: "bcachefs", 0x00c3_6400: "ceph", 0x4d44: "vfat", 0x2011_bab0: "exfat",
        0x7366_746e: "ntfs3",
    ]
}
