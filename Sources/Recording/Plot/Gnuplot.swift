import Foundation

/// The program that draws the pictures, run as a process of its own.
public struct Gnuplot: Sendable {
  private let searchPath: String

  /// gnuplot as found in these folders, separated by colons; by default those of the variable PATH.
  public init(searchPath: String? = nil) {
    self.searchPath = searchPath ?? ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
  }

  /// Draws what a script says into a file.
  func draw(_ script: String, to url: URL) throws(RecordingError) {
    try AtomicFile.write(to: url) { descriptor in try run(script, output: descriptor) }
  }

  /// Runs a script whose terminal writes to standard output, which goes into an open file.
  private func run(_ script: String, output descriptor: Int32) throws(RecordingError) {
    guard let program else { throw .gnuplotMissing }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sandglass-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    let errors: String
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let (input, remarks) = (folder.appendingPathComponent("script"), folder.appendingPathComponent("remarks"))
      try Data(script.utf8).write(to: input)
      try Data().write(to: remarks)
      let remarksHandle = try FileHandle(forWritingTo: remarks)
      defer { try? remarksHandle.close() }
      process.executableURL = program
      // -d: nobody's own settings.
      process.arguments = ["-d", input.path]
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
      process.standardError = remarksHandle
      try process.run()
      process.waitUntilExit()
      errors = String(decoding: try Data(contentsOf: remarks), as: UTF8.self)
    } catch { throw .gnuplotFailed(reason: error.localizedDescription) }
    guard process.terminationReason == .exit, process.terminationStatus == 0, lseek(descriptor, 0, SEEK_END) > 0 else {
      let scriptless = errors.replacingOccurrences(of: folder.path + "/", with: "")
      throw .gnuplotFailed(reason: scriptless.isEmpty ? "status \(process.terminationStatus)" : scriptless)
    }
  }

  private var program: URL? {
    searchPath.split(separator: ":").map { URL(fileURLWithPath: "\($0)/gnuplot") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}
