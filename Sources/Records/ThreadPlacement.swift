/// How threads that are fewer than the machine's cores are laid on them.
package enum ThreadPlacement: String, CaseIterable, Codable, Hashable, Sendable {
    /// As near to each other as can be: one L3 is filled before the next is begun.
    case compact
    /// As far from each other as can be: they share as few caches, dies and packages as possible.
    case spread
}
