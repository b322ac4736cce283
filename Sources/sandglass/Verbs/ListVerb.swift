import ArgumentParser
import Bench
import Deposition
import Detection
import Drivers
import Foundation
import Recording

/// Lists what there is.
struct ListVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists protocols, cells, currents, devices, models, detectors, formats or ports.",
    discussion: "Example: sandglass list cells")

  /// What can be listed.
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case protocols, cells, currents, devices, models, detectors, formats, ports
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
          ? Self.absence(of: kind) : Self.table(of: items).wrapped().text
      )
    }
  }

  private static func absence(of kind: Kind) -> String {
    kind == .ports
      ? "There are no serial ports on this machine."
      : "There are none here; set SANDGLASS_HOME to the folder of Sandglass."
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
    case .ports:
      PortDescription.all().map { port in
        let words = [port.about, port.usb.map { "USB \($0)" }, port.path == port.device ? nil : "now \(port.device)"]
        return Item(id: port.path, summary: words.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", "))
      }
    case .formats: ExportFormats.all.map { Item(id: $0.id, summary: $0.summary) }
    }
  }

  private static func shipped(_ shelf: ShippedFiles.Shelf) -> [Item] {
    let files = ShippedFiles.find()
    return files.descriptions(on: shelf).map { Item(id: $0.name, summary: $0.summary, path: $0.path) }
  }
}
