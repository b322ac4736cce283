import Foundation
import Testing

@Suite("Files are small and have a home")
struct FileRuleTests {
  static let folders = ["Sources", "HardwareSim", "Tests", "Benchmarks"]

  @Test("No Swift file is longer than 400 lines, and nine of ten not longer than 300")
  func length() throws {
    let lengths = try Self.folders.flatMap(SourceTree.swiftFiles).map {
      (path: SourceTree.path(of: $0), lines: try SourceTree.lines(of: $0).count)
    }
    #expect(lengths.count > 30)
    for file in lengths {
      #expect(file.lines <= 400, "\(file.path) has \(file.lines) lines: split it where the ideas part")
    }
    let sorted = lengths.map(\.lines).sorted()
    #expect(sorted[sorted.count * 9 / 10] <= 300)
  }

  @Test("No folder or file is a drawer for everything")
  func names() {
    let drawers: Set<String> = ["Utils", "Utilities", "Common", "Helpers", "Shared", "Core", "Misc", "Managers"]
    for file in Self.folders.flatMap(SourceTree.files) {
      let parts = SourceTree.path(of: file).components(separatedBy: "/").map {
        $0.replacingOccurrences(of: ".swift", with: "")
      }
      #expect(drawers.isDisjoint(with: parts), "\(SourceTree.path(of: file))")
    }
  }

  /// Forced tries, casts and unwraps are the lint's. Preconditions stay: they state what this code itself promises, not what it reads.
  @Test("No fatalError")
  func traps() throws {
    for file in SourceTree.swiftFiles(in: "Sources") + SourceTree.swiftFiles(in: "HardwareSim") {
      for (number, line) in try SourceTree.lines(of: file).enumerated() {
        #expect(!line.contains("fatalError("), "\(SourceTree.path(of: file)):\(number + 1)")
      }
    }
  }

  @Test("Only the command line prints")
  func printing() throws {
    for file in SourceTree.swiftFiles(in: "Sources") where !SourceTree.path(of: file).hasPrefix("Sources/sandglass/") {
      for (number, line) in try SourceTree.lines(of: file).enumerated() {
        #expect(
          !line.trimmingCharacters(in: .whitespaces).hasPrefix("print("), "\(SourceTree.path(of: file)):\(number + 1)")
      }
    }
  }

  @Test("Every shipped cell, device and current profile says where its values come from")
  func sources() throws {
    let cells = SourceTree.files(in: "Profiles/Cells").filter { $0.pathExtension == "yaml" }
    #expect(!cells.isEmpty)
    for file in cells {
      for (number, line) in try SourceTree.lines(of: file).enumerated() {
        let content = line.trimmingCharacters(in: .whitespaces)
        let hasNumber = content.contains { $0.isNumber }
        guard hasNumber, !content.hasPrefix("#"), !content.hasPrefix("name:") else { continue }
        #expect(content.contains("#"), "\(SourceTree.path(of: file)):\(number + 1) has a value without a source")
      }
    }
    let devices = SourceTree.files(in: "Profiles/Devices").filter { $0.pathExtension == "yaml" }
    #expect(devices.count >= 13)
    for file in devices {
      var isBeforeTheQuestions = true
      for (number, line) in try SourceTree.lines(of: file).enumerated() {
        let content = line.trimmingCharacters(in: .whitespaces)
        if content.hasPrefix("unverified:") { isBeforeTheQuestions = false }
        // A name of a register, a model or a sentence may have a digit in it; a value behind a colon is a value.
        let value = content.split(separator: ":", maxSplits: 1).dropFirst().first ?? ""
        let isValue = value.contains { $0.isNumber } && !content.hasPrefix("#") && !content.hasPrefix("- name:")
        guard isBeforeTheQuestions, isValue, !content.hasPrefix("name:"), !content.hasPrefix("- {ask:"),
          !content.hasPrefix("- {write:") || value.range(of: "value: -?[0-9]", options: .regularExpression) != nil
        else { continue }
        #expect(content.contains(" # "), "\(SourceTree.path(of: file)):\(number + 1) has a value without a source")
      }
    }
    let currents = SourceTree.files(in: "Profiles/Currents").filter { $0.pathExtension == "csv" }
    #expect(!currents.isEmpty)
    for file in currents { #expect(try SourceTree.lines(of: file).contains { $0.hasPrefix("#") }) }
  }
}
