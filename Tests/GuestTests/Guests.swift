import Testing

/// Tests in booted machines, one machine at a time: each emulates eight CPUs.
@Suite(.serialized, .enabled(if: GuestMachine.obstacle == nil, "\(GuestMachine.obstacle ?? "")"))
enum Guests {}
