import Foundation

/// PyBaMM in a Python environment of its own, asked through the scripts in `Benchmarks/PyBaMM`.
struct PyBaMM {
  /// What a script prints about one of its solvers.
  struct Solver: Decodable {
    let name: String
    /// Seconds of the fastest repetition, solution only.
    let seconds: Double?
    /// Why there is nothing else.
    let failure: String?
    let depletion: Double?
    let c_s: [Double]?
    let voltage: [Double]?
    let points: Int?
    let cell_hours: Double?
  }

  /// What `sand.py` prints; SI units.
  struct Sand: Decodable {
    /// What the answer ought to be.
    struct Reference: Decodable {
      let depletion: Double
      let c_s, voltage: [Double]
    }

    let version: String
    let current_density: Double
    let times: [Double]
    let reference: Reference
    let solvers: [Solver]
  }

  /// What `cycling.py` prints.
  struct Cycling: Decodable {
    let version: String
    let cycles: Int
    let solvers: [Solver]
  }

  /// What a script said instead of an answer.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private let python = Self.root.appending(path: ".bench/venv/bin/python")

  /// Nil where the environment was not made.
  init?() {
    guard FileManager.default.isExecutableFile(atPath: python.path) else { return nil }
  }

  /// Runs a script and reads the JSON it prints.
  func answer<Answer: Decodable>(_ script: String, _ arguments: String..., as: Answer.Type) throws -> Answer {
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = python
    let path = Self.root.appending(path: "Benchmarks/PyBaMM/\(script)").path
    process.arguments = ["-W", "ignore", path] + arguments
    (process.standardInput, process.standardOutput, process.standardError) = (FileHandle.nullDevice, output, errors)
    try process.run()
    // Errors stay below what a pipe holds, so reading them second blocks nobody.
    let data = output.fileHandleForReading.readDataToEndOfFile()
    let remarks = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: remarks.split(separator: "\n").last.map(String.init) ?? "\(script) failed")
    }
    return try JSONDecoder().decode(Answer.self, from: data)
  }
}
