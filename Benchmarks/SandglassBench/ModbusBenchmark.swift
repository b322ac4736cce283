import Foundation
import Glibc

/// The round trip of a 10-register read: our driver, libmodbus from C, and Modbus libraries of Python, against one server and in turn.
enum ModbusBenchmark {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let rounds = 5

  /// A client by what it is called, how it is run, and how many reads one round has.
  private struct Client {
    let name: String
    let kind: String
    var isPython = false
    let count: Int
  }

  static func run() throws {
    print(
      "Round trip of a 10-register Modbus read, median of \(rounds) rounds in turn (least and greatest median); p99 of all:"
    )
    let processors = ProcessInfo.processInfo.activeProcessorCount
    for (wire, clients) in [
      (
        "tcp",
        [
          Client(name: "libmodbus from C", kind: "c-tcp", count: 4000),
          Client(name: "driver, on its line's thread", kind: "driver-tcp", count: 4000),
          Client(name: "driver, each read asked from a task", kind: "hop-tcp", count: 4000),
          Client(name: "pymodbus", kind: "pymodbus-tcp", isPython: true, count: 1000),
        ]
      ),
      (
        "rtu",
        [
          Client(name: "libmodbus from C", kind: "c-rtu", count: 4000),
          Client(name: "driver, on its line's thread", kind: "driver-rtu", count: 4000),
          Client(name: "driver, each read asked from a task", kind: "hop-rtu", count: 4000),
          Client(name: "pymodbus", kind: "pymodbus-rtu", isPython: true, count: 200),
          Client(name: "minimalmodbus", kind: "minimalmodbus-rtu", isPython: true, count: 200),
        ]
      ),
    ] {
      for (placement, processor) in [("same core", 0), ("two cores", 1)] where processor < processors {
        try compare(clients, over: wire, placement, processor)
      }
    }
    print()
  }

  private static func compare(_ clients: [Client], over wire: String, _ placement: String, _ processor: Int) throws {
    let server = try Child(program, ["modbus", "0", "server-\(wire)"])
    defer { server.end() }
    guard let place = server.line() else { throw PyBaMM.Failure(description: "the Modbus server did not start") }
    var medians: [String: [Double]] = [:]
    var all: [String: [Double]] = [:]
    for _ in 0..<rounds {
      for client in clients {
        guard let micros = try measure(client, at: place, processor), !micros.isEmpty else { continue }
        medians[client.kind, default: []].append(quantile(micros, 0.5))
        all[client.kind, default: []] += micros
      }
    }
    print(
      "  \(wire == "tcp" ? "Modbus TCP" : "Modbus RTU on a pseudo-terminal"), server and client on \(placement == "same core" ? "the same core" : placement)"
    )
    let peer = medians[clients[0].kind].map { quantile($0, 0.5) }
    for client in clients {
      guard let found = medians[client.kind], let samples = all[client.kind] else {
        print(
          "    " + client.name.padding(toLength: 38, withPad: " ", startingAt: 0)
            + "is not here; `make bench` sets it up")
        continue
      }
      let median = quantile(found, 0.5)
      print(
        "    " + client.name.padding(toLength: 38, withPad: " ", startingAt: 0)
          + String(
            format: "%8.1f us (%.1f to %.1f)   p99 %8.1f us", median, found.min() ?? 0, found.max() ?? 0,
            quantile(samples, 0.99))
          + (peer.map { String(format: "   %.2f times C", median / $0) } ?? ""))
    }
  }

  private static let program = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])

  private static func measure(_ client: Client, at place: String, _ processor: Int) throws -> [Double]? {
    var words = [client.kind, place, "\(client.count)"]
    if client.isPython {
      let python = root.appending(path: ".bench/modbus/bin/python")
      guard FileManager.default.isExecutableFile(atPath: python.path) else { return nil }
      words = [python.path, root.appending(path: "Benchmarks/Modbus/client.py").path] + words
    } else {
      words = [program.path, "modbus", "\(processor)"] + words
    }
    // From outside: Swift's own threads are there before the first line runs, and would lie anywhere.
    let child = try Child(URL(filePath: "/usr/bin/taskset"), ["-c", "\(processor)"] + words)
    defer { child.end() }
    return child.line()?.split(separator: " ").compactMap { Double($0) }
  }
}

/// The value below which a part of the values lies.
func quantile(_ values: [Double], _ part: Double) -> Double {
  let sorted = values.sorted()
  return sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, Int(part * Double(sorted.count)))]
}

/// A process of a benchmark, and what it prints.
struct Child {
  private let process = Process()
  private let output = Pipe()

  init(_ program: URL, _ arguments: [String]) throws {
    (process.executableURL, process.arguments) = (program, arguments)
    (process.standardOutput, process.standardInput) = (output, FileHandle.nullDevice)
    try process.run()
  }

  /// The next line; nil when it ended without one.
  func line() -> String? {
    var bytes = Data()
    while bytes.last != 10 {
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { break }
      bytes += more
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  func end() {
    // A child may have inherited a mask that keeps SIGTERM from it.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
