import Foundation
import Testing

@Suite("Imports keep to the table of ARCHITECTURE.md")
struct ImportTests {
  /// Modules that every line of the table may use.
  static let free: Set<String> = ["Foundation", "Glibc", "Synchronization", "Dispatch"]

  /// Module → modules it may import, from the table in ARCHITECTURE.md.
  static func table() throws -> [String: Set<String>] {
    var table: [String: Set<String>] = [:]
    for line in try SourceTree.lines(of: SourceTree.root.appending(path: "ARCHITECTURE.md")) {
      let cells = line.components(separatedBy: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 5, cells[1].hasPrefix("`"), cells[1].hasSuffix("`") else { continue }
      let allowed = cells[3].components(separatedBy: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      table[cells[1].trimmingCharacters(in: ["`"])] = Set(allowed).subtracting(["–"])
    }
    return table
  }

  @Test("Every import is allowed")
  func imports() throws {
    let table = try Self.table()
    #expect(table["Quantities"] == [])
    #expect(table["Runner"]?.contains("Detection") == true)
    var seen = 0
    for file in SourceTree.swiftFiles(in: "Sources") + SourceTree.swiftFiles(in: "HardwareSim") {
      let parts = SourceTree.path(of: file).components(separatedBy: "/")
      let module = parts[0] == "Sources" ? parts[1] : parts[0]
      let allowed = try #require(table[module], "\(module) has no line in the table of ARCHITECTURE.md")
      for line in try SourceTree.lines(of: file) {
        guard let imported = Self.importedModule(line) else { continue }
        seen += 1
        #expect(
          allowed.contains(imported) || Self.free.contains(imported),
          "\(SourceTree.path(of: file)) imports \(imported), which \(module) may not")
      }
    }
    #expect(seen > 50)
  }

  @Test("Every module of the table exists, and no other")
  func modules() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: SourceTree.root.appending(path: "Sources").path)
    #expect(Set(folders + ["HardwareSim"]) == Set(try Self.table().keys))
  }

  /// The module an import line names; nil for any other line.
  static func importedModule(_ line: String) -> String? {
    var words = line.split(separator: " ").map(String.init)
    if let first = words.first,
      ["public", "internal", "package", "private", "fileprivate", "@preconcurrency"].contains(first)
    {
      words.removeFirst()
    }
    guard words.first == "import", words.count > 1 else { return nil }
    let kinds: Set<String> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
    let name = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
    return name.components(separatedBy: ".").first
  }
}
