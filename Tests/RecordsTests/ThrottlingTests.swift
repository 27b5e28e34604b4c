import Records
import Statistics
import Testing

/// What a CPU quota does to figures.
@Suite struct ThrottlingTests {
    private func measurement(_ noise: [NoiseReading?], seconds: Double = 0.01) -> Measurement {
        Measurement(
            "bandwidth", unit: "GB/s", labels: [:],
            samples: noise.map { Sample(value: 100, seconds: seconds, noise: $0) }, stopped: .count, better: .largest)
    }

    private func quota(periods: Int = 1, throttled: Int = 0, stopped: Double = 0) -> NoiseReading {
        NoiseReading(quotaCPUs: 0.5, periods: periods, throttledPeriods: throttled, throttledSeconds: stopped)
    }

    @Test func aQuotaThatStopsNobodyLeavesTheFigureBe() {
        let quiet = measurement(Array(repeating: quota(), count: 12))
        #expect(quiet.invalid == nil && quiet.summary?.flags == [])
        #expect(measurement([nil, NoiseReading(waitSeconds: 1, stealSeconds: 1)]).invalid == nil)
    }

    @Test func overOnePercentOfPeriodsItIsKeptAndInvalid() throws {
        let one = measurement(Array(repeating: quota(), count: 99) + [quota(throttled: 1)])
        #expect(one.invalid == nil, "1 of 100 is not above 1 %")
        let two = measurement(Array(repeating: quota(), count: 98) + [quota(throttled: 1), quota(throttled: 1)])
        let reason = try #require(two.invalid)
        #expect(reason.hasPrefix("a CPU quota stopped the threads in 2 of 100 of its periods"))
        let summary = try #require(two.summary)
        #expect(summary.median == 100 && summary.isInvalid && two.notMeasured == nil)
        #expect(summary.figureText.hasSuffix(", invalid") && summary.intervalText(digits: 3).hasSuffix(", invalid"))
    }

    /// Two quotas, one above the other: periods of the one that stops nobody must not hide the other's.
    @Test func overOnePercentOfTheTimeItIsInvalidToo() {
        #expect(measurement([quota(periods: 1000, throttled: 1, stopped: 0.0001)]).invalid == nil)
        #expect(measurement([quota(periods: 1000, throttled: 1, stopped: 0.0002)]).invalid != nil)
    }

    /// A period ends after a thread was stopped in it: a short figure may meet one and no other.
    @Test func onePeriodOfAShortFigureIsAllOfIt() {
        #expect(
            measurement([nil, nil, NoiseReading(throttledPeriods: 1)]).invalid != nil, "an older program's reading")
    }

    @Test func whatIsReadSurvivesTheRecord() throws {
        let before = measurement([quota(periods: 3, throttled: 2, stopped: 0.25), nil])
        let bytes = try RecordCoding.encode(before)
        let text = String(decoding: bytes, as: UTF8.self)
        for part in [
            #""quotaCPUs" : 0.5"#, #""periods" : 3"#, #""throttledPeriods" : 2"#, #""throttledSeconds" : 0.25"#,
            #""invalid" : "a CPU quota"#,
        ] { #expect(text.contains(part), "\(part)") }
        #expect(NoiseReading().since(NoiseReading()) == nil)
        #expect(quota(periods: 4).since(quota(periods: 4)) == quota(periods: 0), "the quota stands with each sample")
    }

    @Test func whatWasTakenAwayIsNamed() {
        #expect(
            TakenAway(cpus: IDSet([3])).text
                == "CPU 3 was taken away during the run (its cpuset or affinity was changed)")
        #expect(
            TakenAway(cpus: IDSet([3, 5]), online: IDSet([0, 1])).text
                == "CPUs 3,5 were taken away during the run (they were switched off)")
        #expect(
            TakenAway(nodes: IDSet([1])).text
                == "the memory of node 1 was taken away during the run (cpuset.mems was changed)")
        let both = TakenAway(cpus: IDSet([3, 5]), online: IDSet([0, 3, 5]), allowed: IDSet([0, 5]))
        #expect(
            both.text
                == "CPU 3 was taken away during the run (its cpuset or affinity was changed); the thread of CPU 5 "
                + "was let loose during the run (the cpuset or affinity was changed)")
        let dropped = Measurement("latency", unit: "ns", labels: [:], takenAway: TakenAway(cpus: IDSet([3])))
        #expect(dropped.summary == nil && dropped.samples.isEmpty && dropped.notMeasured?.hasPrefix("CPU 3") == true)
    }
}
