import Foundation
import Testing

@Suite("sandglass list", .onOwnThreads)
struct ListTests {
  @Test(
    "Every list fits a terminal of 120 columns",
    arguments: ["protocols", "cells", "devices", "models", "detectors", "formats"])
  func width(kind: String) throws {
    let program = try Program()
    defer { program.remove() }
    let result = try program("list", kind)
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count > 3)
    for line in lines { #expect(line.count <= 120, "\(line)") }
  }

  @Test("Models say where they stop, word for word as in JSON")
  func validity() throws {
    let program = try Program()
    defer { program.remove() }
    let text = try program("list", "models").output
    #expect(text.contains("where it stops"))
    let models = try #require(
      JSONSerialization.jsonObject(with: Data(try program("list", "models", "--json").output.utf8)) as? [[String: Any]])
    let words = Set(text.split { $0 == " " || $0 == "\n" })
    for model in models {
      let validity = try #require(model["validity"] as? String)
      #expect(validity.split(separator: " ").allSatisfy { words.contains($0) }, "\(validity)")
    }
  }
}
