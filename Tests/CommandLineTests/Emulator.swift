import Foundation
import Testing

/// `sandglass emulate` in a process of its own, with what was true in a file.
struct Emulator {
  private let process: Process
  private let truth: URL

  /// Starts it and waits until it says that it is ready.
  init(in program: Program, _ arguments: String...) throws { try self.init(in: program, arguments: arguments) }

  /// Starts it and waits until it says that it is ready.
  init(in program: Program, arguments: [String]) throws {
    truth = program.folder.appending(path: "truth-\(UUID().uuidString).jsonl")
    process = Process()
    process.executableURL = Program.url
    process.arguments = ["emulate", "--json", "--truth", truth.path] + arguments
    process.currentDirectoryURL = program.folder
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    try #require(!output.fileHandleForReading.availableData.isEmpty, "the emulator did not start")
  }

  /// Ends it, and waits for that.
  func end() {
    process.interrupt()
    process.waitUntilExit()
  }

  /// Ends it as a power cut would.
  func kill() {
    signal(SIGKILL)
    process.waitUntilExit()
  }

  /// Sends it a signal: SIGSTOP makes it silent, SIGCONT brings it back.
  func signal(_ number: Int32) { Foundation.kill(process.processIdentifier, number) }

  /// Something that was true, with the time on the wall.
  struct Fact: Decodable {
    let event: String
    let time: Double
    let moment: Double
    /// Of a chamber, °C.
    let trueTemperature: Double?

    private enum CodingKeys: String, CodingKey {
      case event
      case time = "time_s"
      case moment = "unix_s"
      case trueTemperature = "true_temperature_C"
    }

    /// Whether current may flow behind it; nil where it says nothing of that.
    var isOn: Bool? {
      switch event {
      case "output on": true
      case "output off", "cell open": false
      default: nil
      }
    }
  }

  /// Everything written down since a byte of the truth file, and where to read on.
  func facts(from offset: UInt64 = 0) throws -> (facts: [Fact], end: UInt64) {
    let handle = try FileHandle(forReadingFrom: truth)
    defer { try? handle.close() }
    try handle.seek(toOffset: offset)
    let data = try handle.readToEnd() ?? Data()
    guard let last = data.lastIndex(of: UInt8(ascii: "\n")) else { return ([], offset) }
    let whole = data[...last]
    return (
      try whole.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Fact.self, from: Data($0)) },
      offset + UInt64(whole.count)
    )
  }
}
