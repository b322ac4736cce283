import Foundation

/// Writes columns of numbers as Parquet through Apache Arrow's Python library, in a process of its own.
struct ParquetWriter {
  /// A column of the file.
  struct Column: Encodable {
    /// Its name.
    var name: String
    /// What is in it.
    var kind: Kind
    /// For a column of words: the words, by the number stored.
    var words: [String]?

    enum Kind: String, Encodable {
      case real
      case count
    }
  }

  private struct Head: Encodable {
    let columns: [Column]
    let metadata: [String: String]
  }

  private let process = Process()
  private let input = Pipe()
  private let remarks: URL
  private var values: [[Double]]
  private let kinds: [Column.Kind]
  private let path: String
  private static let chunk = 1 << 17

  /// Starts the process, which writes to an open file; the path is for errors. Throws `pythonMissing`.
  init(
    _ columns: [Column], metadata: [String: String], to descriptor: Int32, path: String
  ) throws(RecordingError) {
    (kinds, self.path) = (columns.map(\.kind), path)
    values = columns.map { _ in [] }
    remarks = FileManager.default.temporaryDirectory.appendingPathComponent("sandglass-\(UUID().uuidString)")
    guard let python = Self.python else { throw .pyarrowMissing(reason: "there is no python3 on the PATH") }
    // A process that has ended is told by what it said, not by a signal.
    signal(SIGPIPE, SIG_IGN)
    do {
      try Data().write(to: remarks)
      process.executableURL = python
      process.arguments = ["-c", ParquetScript.text]
      process.standardInput = input
      process.standardOutput = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
      process.standardError = try FileHandle(forWritingTo: remarks)
      try process.run()
      try input.fileHandleForReading.close()
      try input.fileHandleForWriting.write(
        contentsOf: JSONEncoder().encode(Head(columns: columns, metadata: metadata)) + Data("\n".utf8))
    } catch { throw end(or: error) }
  }

  /// Adds a row: a value for each column.
  mutating func add(_ row: [Double]) throws(RecordingError) {
    for index in values.indices { values[index].append(row[index]) }
    if values[0].count >= Self.chunk { try writeChunk() }
  }

  /// Writes what is left and waits until the file is whole.
  mutating func finish() throws(RecordingError) {
    if !values[0].isEmpty { try writeChunk() }
    do {
      try input.fileHandleForWriting.write(contentsOf: Data(count: 8))
      try input.fileHandleForWriting.close()
    } catch { throw end(or: error) }
    process.waitUntilExit()
    defer { try? FileManager.default.removeItem(at: remarks) }
    guard process.terminationReason == .exit, process.terminationStatus == 0 else { throw failure }
  }

  private mutating func writeChunk() throws(RecordingError) {
    var data = Data()
    append(UInt64(values[0].count), to: &data)
    for (column, kind) in zip(values, kinds) {
      switch kind {
      case .real: column.withUnsafeBytes { data.append(contentsOf: $0) }
      case .count: column.map { Int64($0) }.withUnsafeBytes { data.append(contentsOf: $0) }
      }
    }
    do { try input.fileHandleForWriting.write(contentsOf: data) } catch { throw end(or: error) }
    for index in values.indices { values[index].removeAll(keepingCapacity: true) }
  }

  private func append(_ number: UInt64, to data: inout Data) {
    withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
  }

  /// What went wrong, as the process tells it, once it is gone.
  private func end(or error: any Error) -> RecordingError {
    try? input.fileHandleForWriting.close()
    guard process.processIdentifier > 0 else { return .pyarrowMissing(reason: error.localizedDescription) }
    process.waitUntilExit()
    defer { try? FileManager.default.removeItem(at: remarks) }
    return failure
  }

  private var failure: RecordingError {
    let said = ((try? String(contentsOf: remarks, encoding: .utf8)) ?? "").split(separator: "\n").last.map(String.init)
    guard let said, !said.hasPrefix("no pyarrow") else {
      return .pyarrowMissing(reason: said ?? "python ended with \(process.terminationStatus)")
    }
    return .cannotWrite(path: path, reason: said)
  }

  /// The Python named in SANDGLASS_PYTHON, or python3 on the PATH.
  private static var python: URL? {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["SANDGLASS_PYTHON"] { return URL(fileURLWithPath: named) }
    return (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
      .map { URL(fileURLWithPath: "\($0)/python3") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}
