import Deposition
import Foundation
import Testing

@Suite("Catalogue of models")
struct ModelCatalogueTests {
  @Test("Every file of the models' folder is in the catalogue, and nothing else")
  func complete() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Deposition/Models").standardizedFileURL
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let models = Set(files.filter { $0.hasSuffix(".swift") }.map { String($0.dropLast(6)) })
    let listed = ModelCatalogue.all.map { $0.id }
    #expect(models.subtracting(listed).isEmpty, "a model without a line in the catalogue")
    #expect(Set(listed).subtracting(models).isEmpty, "a line in the catalogue without a model")
    #expect(Set(listed).count == listed.count)
    let words = ModelCatalogue.all.flatMap { [$0.summary, $0.validity, $0.source] }
    #expect(words.allSatisfy { $0.count > 8 })
  }
}
