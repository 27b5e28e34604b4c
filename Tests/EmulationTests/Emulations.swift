import Testing

/// Tests that emulate CPUs, one at a time: others run beside them, and some of those take the time.
@Suite(.serialized) enum Emulations {}
