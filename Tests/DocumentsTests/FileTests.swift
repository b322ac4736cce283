import Documents
import Foundation
import Testing

@Suite("Files that cannot be read")
struct FileTests {
  private func fault(of path: String) throws -> Diagnostic {
    try #require(#expect(throws: Diagnostics.self) { try Document.read(path) }).first
  }

  /// Writes a file, hands its path on, and removes it.
  private func withFile(_ data: Data, _ body: (String) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("documents-\(UUID().uuidString).yaml")
    try data.write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url.path)
  }

  @Test("A missing file, a folder and a device are told apart")
  func kinds() throws {
    #expect(try fault(of: "/nowhere/p.yaml").what == "there is no such file")
    #expect(try fault(of: FileManager.default.temporaryDirectory.path).what == "this is a folder, not a file")
    #expect(try fault(of: "/dev/zero").what == "this is not a regular file")
  }

  @Test("Bytes that are not UTF-8 are refused with their line")
  func notUTF8() throws {
    try withFile(Data("a: 1\nb: 25 ".utf8) + Data([0xB0]) + Data("C\n".utf8)) { path in
      let fault = try fault(of: path)
      #expect(fault.what == "the file is not UTF-8 text")
      #expect(fault.place == Place(file: path, line: 2))
    }
  }

  @Test("A file above the limit is not read to its end")
  func tooLarge() throws {
    try withFile(Data(repeating: 0x20, count: Document.largestSize + 1)) { path in
      let fault = try fault(of: path)
      #expect(fault.what == "the file is too large")
    }
  }

  @Test("A sound file is read with its name in each place")
  func sound() throws {
    try withFile(Data("a: 1\n".utf8)) { path in
      let node = try Document.read(path)
      #expect(node.entries?.first?.place == Place(file: path, line: 1, column: 1))
    }
  }
}
