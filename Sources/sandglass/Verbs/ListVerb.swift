import ArgumentParser
import Bench
import Deposition
import Detection
import Foundation
import Recording

/// Lists what there is.
struct ListVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists protocols, cells, currents, devices, models, detectors or formats.",
    discussion: "Example: sandglass list cells")

  /// What can be listed.
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case protocols, cells, currents, devices, models, detectors, formats
  }

  @Argument(help: "What to list: \(Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
  var kind: Kind

  @Flag(help: "Print an array of objects with `id` on standard output.")
  var json = false

  func run() throws {
    let items = Self.items(of: kind)
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      Output.write(String(decoding: try encoder.encode(items), as: UTF8.self))
    } else {
      Output.write(
        items.isEmpty
          ? "There are none here; set SANDGLASS_HOME to the folder of Sandglass." : Self.table(of: items).wrapped().text
      )
    }
  }

  /// Name and summary, and where it stops if they say so.
  private static func table(of items: [Item]) -> Table {
    guard items.contains(where: { $0.validity != nil }) else {
      return Table(titles: ["name", "what it is"], rows: items.map { [$0.id, $0.summary] })
    }
    return Table(
      titles: ["name", "what it answers", "where it stops"], rows: items.map { [$0.id, $0.summary, $0.validity ?? ""] })
  }

  /// One line of a list.
  struct Item: Encodable {
    let id: String
    let summary: String
    var source: String?
    var path: String?
    var validity: String?
  }

  private static func items(of kind: Kind) -> [Item] {
    switch kind {
    case .protocols: shipped(.protocols)
    case .cells: shipped(.cells)
    case .currents: shipped(.currents)
    case .devices: shipped(.devices)
    case .models:
      ModelCatalogue.all.map {
        Item(id: $0.id, summary: $0.summary, source: $0.source, validity: $0.validity)
      }
    case .detectors: DetectorCatalogue.entries.map { Item(id: $0.id, summary: $0.summary, source: $0.source) }
    case .formats: ExportFormats.all.map { Item(id: $0.id, summary: $0.summary) }
    }
  }

  private static func shipped(_ shelf: ShippedFiles.Shelf) -> [Item] {
    let files = ShippedFiles.find()
    return files.descriptions(on: shelf).map { Item(id: $0.name, summary: $0.summary, path: $0.path) }
  }
}
