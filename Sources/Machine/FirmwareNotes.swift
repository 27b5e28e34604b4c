/// What firmware said that cannot be.
struct FirmwareNotes {
    private var kept: [String] = []
    private var more = 0
    /// As many as are kept: a table of nonsense has thousands.
    private static let most = 32

    /// The notes; nil where there are none.
    var texts: [String]? {
        guard !kept.isEmpty else { return nil }
        return more == 0 ? kept : kept + ["and \(more) more of the kind"]
    }

    /// Adds "… is nonsense and was left out".
    mutating func add(_ claim: String) { addWhole("\(claim) is nonsense and was left out") }

    /// Adds a whole sentence, once.
    mutating func addWhole(_ text: String) {
        if kept.contains(text) { return }
        if kept.count < Self.most { kept.append(text) } else { more += 1 }
    }

    /// The value if it can be; else nil, and a note.
    mutating func checked(_ value: Int?, _ figure: Figure, of part: String) -> Int? {
        guard let value else { return nil }
        if figure.isPossible(value) { return value }
        add("\(part): a \(figure.rawValue) of \(value) \(figure.unit)")
        return nil
    }

    /// A figure with bounds that no machine comes near.
    enum Figure: String {
        case moduleSize = "size"
        case configuredSpeed = "configured speed"
        case ratedSpeed = "rated speed"
        case dataWidth = "data width"
        case totalWidth = "total width"
        case slots = "number of slots"
        case capacity
        case maxClock = "highest clock"
        case currentClock = "clock"
        case cores = "core count"
        case threads = "thread count"

        var unit: String {
            switch self {
            case .moduleSize, .capacity: "bytes"
            case .configuredSpeed, .ratedSpeed: "MT/s"
            case .dataWidth, .totalWidth: "bits"
            case .slots: "slots"
            case .maxClock, .currentClock: "MHz"
            case .cores: "cores"
            case .threads: "threads"
            }
        }

        func isPossible(_ value: Int) -> Bool {
            switch self {
            // The largest module sold has 512 GB; an extended size can claim 2 PiB.
            case .moduleSize: (1 << 10...4 << 40).contains(value)
            case .capacity: (1 << 10...1 << 50).contains(value)
            // From SDRAM at 66 to twice today's fastest.
            case .configuredSpeed, .ratedSpeed: (66...20_000).contains(value)
            // A stack of HBM4 has 2048; check bits are an eighth or a quarter more.
            case .dataWidth: value.isMultiple(of: 8) && (8...2048).contains(value)
            case .totalWidth: value.isMultiple(of: 4) && (8...2560).contains(value)
            case .slots: (1...1024).contains(value)
            case .maxClock, .currentClock: (100...10_000).contains(value)
            case .cores: (1...4096).contains(value)
            case .threads: (1...16_384).contains(value)
            }
        }
    }
}
