import Foundation
import Testing

/// The built program, run as a person or a script runs it.
struct Program {
  /// What a call came to.
  struct Result {
    let status: Int32
    let output: String
    let errors: String

    /// Standard output as a JSON object.
    func object() throws -> [String: Any] {
      try #require(JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    }
  }

  /// A folder of its own for one test, removed with it.
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "sandglass-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Writes a file into the folder and returns its path.
  func file(_ name: String, _ text: String) throws -> String {
    try file(name, Data(text.utf8))
  }

  /// Writes a file into the folder and returns its path.
  func file(_ name: String, _ data: Data) throws -> String {
    let url = folder.appending(path: name)
    try data.write(to: url)
    return url.path
  }

  /// Runs the program in the folder and waits for it.
  func callAsFunction(_ arguments: String...) throws -> Result { try call(arguments) }

  /// Runs the program in the folder and waits for it; `typed` comes through a pipe to its standard input.
  func call(_ arguments: [String], typed: String? = nil) throws -> Result {
    let process = Process()
    process.executableURL = Self.url
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let output = folder.appending(path: "stdout")
    let errors = folder.appending(path: "stderr")
    for file in [output, errors] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    let pipe = Pipe()
    process.standardInput = typed == nil ? FileHandle.nullDevice : pipe
    try process.run()
    if let typed {
      try pipe.fileHandleForWriting.write(contentsOf: Data(typed.utf8))
      try pipe.fileHandleForWriting.close()
    }
    process.waitUntilExit()
    #expect(process.terminationReason == .exit, "it crashed")
    return Result(
      status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8))
  }

  /// The program lies beside the test bundle.
  static var url: URL {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "sandglass")
  }
}
