import Catalog
import Testing

/// The classes of the source document, as they were handed over.
@Suite struct PlatformClassTests {
    static let table = """
        server,EPYC 9004,1,SP5,16...128,3072,460.8,15...46
        server,EPYC 9004,2,SP5,32...256,6144,921.6,21...72
        server,EPYC 9005,1,SP5,6...192,3072,537.6,18...53
        server,EPYC 9005,2,SP5,12...384,6144,1075.2,25...86
        workstation,Threadripper 7000X,1,sTR5,24...64,512,166.4,5...16
        workstation,Threadripper Pro 7000WX,1,sTR5,12...96,1024,332.8,10...33
        workstation,Threadripper 9000X,1,sTR5,24...64,512,204.8,6...20
        workstation,Threadripper Pro 9000WX,1,sTR5,12...96,2048,409.6,13...40
        workstation,EPYC 8004,1,SP6,8...64,768,230.4,7...23
        desktop,Ryzen 7700/7900/7950,1,AM5,6...16,128,83.2,3...8
        desktop,Ryzen 7040/7045/8000F/8000G,1,AM5,6...16,128,83.2,3...8
        desktop,EPYC 4004,1,AM5,4...16,128,83.2,3...8
        desktop,Ryzen 9000,1,AM5,6...16,192,89.6,3...8
        embedded,Ryzen 8040,1,FP7/FP8,4...8,128,89.6,3...9
        embedded,Ryzen AI 200,1,FP7/FP8,4...8,256,128.0,4...12
        embedded,Ryzen AI 300,1,FP8,4...12,256,128.0,4...12
        embedded,Ryzen AI Max/Max+,1,FP11,6...16,128,128.0,4...12
        """

    @Test func everyRowOfTheTableIsThereToTheDigit() throws {
        let rows = try Catalog.builtIn().classes.map { row in
            "\(row.category),\(row.series),\(row.sockets),\(row.socket),\(row.cores),\(row.maxRAM),"
                + "\(row.theoreticalGBs),\(row.tgFor10GB)"
        }
        #expect(rows == Self.table.split(separator: "\n").map(String.init))
    }

    /// The lesser of what memory and fabric move, in GB/s: the fabric with the most chiplets that members have.
    private func bandwidth(_ platform: Platform, megatransfers: Int, sockets: Int) -> Double {
        let memory = Double(platform.channels * platform.channelWidth / 8 * megatransfers) / 1000
        guard let chiplets = platform.chiplets, let clock = platform.fabricGHz, let read = platform.readBytesPerClock
        else { return memory * Double(sockets) }
        return min(memory, Double(chiplets.upperBound * read.lowerBound) * clock.lowerBound) * Double(sockets)
    }

    @Test func theDocumentsBandwidthsFollowFromThePlatforms() throws {
        let catalog = try Catalog.builtIn()
        for row in catalog.classes {
            for name in row.platforms {
                let platform = try #require(catalog.platforms.first { $0.name == name }, "\(name)")
                let found = bandwidth(platform, megatransfers: row.megatransfers, sockets: row.sockets)
                #expect(abs(found - row.theoreticalGBs) < 1e-9, "\(row.series), \(name): \(found)")
            }
        }
    }

    /// Where the lower figure of a family's speeds is not the document's.
    @Test func differencesFromTheDocumentAreTheseOnly() throws {
        let catalog = try Catalog.builtIn()
        var differences: [String: String] = [:]
        for row in catalog.classes {
            for platform in catalog.platforms where row.platforms.contains(platform.name) {
                let found = bandwidth(
                    platform, megatransfers: platform.megatransfers.lowerBound, sockets: row.sockets)
                if abs(found - row.theoreticalGBs) > 1e-9 { differences[platform.name] = "\(found)" }
            }
        }
        #expect(
            differences == [
                // A mobile part with 5600 MT/s, which the document counts among desktops with 5200.
                "Ryzen 7040": "89.6",
                // The document supposes soldered LPDDR5X with 8000 MT/s; modules of DDR5 have 5600.
                "Ryzen AI 200": "89.6", "Ryzen AI 300": "89.6",
            ])
    }

    /// The document's greater speed is all of the bandwidth, rounded one way or the other.
    @Test func theDocumentsSpeedsFollowFromItsBandwidths() throws {
        for row in try Catalog.builtIn().classes where row.sockets == 1 {
            #expect(abs(Double(row.tgFor10GB.upperBound) - row.theoreticalGBs / 10) < 1, "\(row.series)")
        }
    }
}
