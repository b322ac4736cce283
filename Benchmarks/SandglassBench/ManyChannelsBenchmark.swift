import Bench
import Cycling
import Drivers
import Foundation
import Glibc
import Quantities
import Synchronization

/// Sixty-four channels of emulated supplies over TCP, each read ten times a second from this one process.
enum ManyChannelsBenchmark {
  private static let (channels, rate, seconds) = (64, 10, 20)
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func run() async throws {
    let program = root.appending(path: ".build/release/sandglass")
    guard FileManager.default.isExecutableFile(atPath: program.path) else {
      return print("\(channels) channels: the emulator is not built; `make build` does it.\n")
    }
    let bench = FileManager.default.temporaryDirectory.appending(path: "sandglass-bench-\(UUID().uuidString).yaml")
    let instruments = (1...channels).map {
      "  - {name: channel-\($0), device: ea-psb-10000, cell: li-lfp, tcp: \"127.0.0.1:0\"}"
    }
    try ("instruments:\n" + instruments.joined(separator: "\n") + "\n").write(
      to: bench, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: bench) }
    let emulator = try Child(program, ["emulate", "--bench", bench.path, "--json"])
    defer { emulator.end() }
    guard let ready = emulator.line(), let addresses = addresses(in: ready), addresses.count == channels else {
      return print("\(channels) channels: the emulator did not start.\n")
    }
    let profile = try ShippedFiles.find().device(named: "ea-psb-10000").profile
    let limits = ChannelLimits(voltage: 2...4.5, current: -1...1, longestHold: 3600)
    var opened: [any InstrumentChannel] = []
    for address in addresses {
      opened.append(
        try await Instruments.open(
          profile, at: try PortAddress("tcp:\(address)"), limits: limits, clock: ContinuousClock()))
    }
    for channel in opened { try await channel.apply(.current(Quantity(si: 0.05))) }
    let before = Usage()
    let start = ContinuousClock.now + .milliseconds(200)
    let lateness = try await withThrowingTaskGroup(of: [Double].self) { group in
      for (number, channel) in opened.enumerated() {
        // Spread over the period, as channels that were started one after the other are.
        let first = start + .seconds(Double(number) / Double(channels * rate))
        group.addTask { try await read(channel, from: first) }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let after = Usage()
    for channel in opened { await channel.close() }
    let missed = lateness.count { $0 >= 1 / Double(rate) }
    print(
      "\(channels) emulated channels at \(rate) Hz over TCP from one process, \(seconds) s: \(lateness.count) readings of \(channels * rate * seconds), \(missed) missed periods"
    )
    print(
      String(
        format:
          "  from due to done: median %.1f ms, p99 %.1f ms, longest %.1f ms; processor %.1f %% of a core; memory %.1f MB at the most, %d threads\n",
        1e3 * quantile(lateness, 0.5), 1e3 * quantile(lateness, 0.99), 1e3 * (lateness.max() ?? .nan),
        100 * (after.processor - before.processor) / Double(seconds), after.memory, after.threads))
  }

  /// From when each reading was due until it was there, s.
  private static func read(_ channel: any InstrumentChannel, from first: ContinuousClock.Instant) async throws
    -> [Double]
  {
    var lateness: [Double] = []
    for n in 0..<rate * seconds {
      let due = first + .seconds(Double(n) / Double(rate))
      try await Task.sleep(until: due, tolerance: .zero, clock: .continuous)
      _ = try await channel.read()
      lateness.append((ContinuousClock.now - due) / .seconds(1))
    }
    return lateness
  }

  /// The addresses in the emulator's ready line, in the order of the instruments.
  private static func addresses(in ready: String) -> [String]? {
    guard let object = try? JSONSerialization.jsonObject(with: Data(ready.utf8)) else { return nil }
    return strings(in: object).filter { $0.hasPrefix("127.0.0.1:") }
  }

  private static func strings(in object: Any) -> [String] {
    if let text = object as? String { return [text] }
    if let list = object as? [Any] { return list.flatMap(strings) }
    return (object as? [String: Any])?.values.flatMap(strings) ?? []
  }

  /// What this process used so far.
  private struct Usage {
    var processor = 0.0
    var memory = 0.0
    var threads = 0

    init() {
      var usage = rusage()
      getrusage(Int32(truncatingIfNeeded: RUSAGE_SELF.rawValue), &usage)
      func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + 1e-6 * Double(time.tv_usec) }
      (processor, memory) = (seconds(usage.ru_utime) + seconds(usage.ru_stime), Double(usage.ru_maxrss) / 1024)
      threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count) ?? 0
    }
  }
}
