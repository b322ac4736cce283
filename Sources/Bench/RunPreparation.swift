public import Documents
import Foundation
import Quantities
import TestProtocols
import VirtualCell

extension ShippedFiles {
  /// Reads protocol and cell and resolves the one for the other; throws every fault in them.
  ///
  /// Without a cell the first shipped one is taken that the protocol accepts, by name.
  public func prepare(_ request: RunRequest) throws(Diagnostics) -> PreparedRun {
    let document = try ProtocolDocument.read(try path(of: request.protocolName, on: .protocols))
    if let name = request.cellName {
      let cell = try self.cell(named: name)
      return PreparedRun(plan: try plan(of: document, for: cell), protocolText: document.text, cell: cell)
    }
    var refusal: Diagnostics?
    for name in names(on: .cells).sorted(by: usualFirst) {
      let cell = try self.cell(named: name)
      do throws(Diagnostics) {
        return PreparedRun(plan: try plan(of: document, for: cell), protocolText: document.text, cell: cell)
      } catch {
        refusal = refusal ?? error
      }
    }
    throw refusal ?? Diagnostics(Diagnostic("no cell profile was found", mend: "give one with --cell"))
  }

  /// Reads a cell profile that somebody named.
  public func cell(named name: String) throws(Diagnostics) -> NamedCell {
    let path = try path(of: name, on: .cells)
    let text = try Document.text(of: path)
    return NamedCell(
      name: URL(filePath: path).deletingPathExtension().lastPathComponent,
      profile: try CellProfile.parse(yaml: text, file: path), text: text)
  }

  /// Resolves a protocol for a cell; without one, for what the protocol itself says of it.
  func plan(of document: ProtocolDocument, for cell: NamedCell?) throws(Diagnostics) -> Plan {
    let beside = URL(filePath: document.file).deletingLastPathComponent()
    let folders = [beside, folder(of: .currents)].compactMap { $0?.path }
    return try document.resolve(
      for: cell?.profile.facts ?? CellFacts(), currents: CurrentProfileFiles(folders: folders))
  }

  /// The cell that is taken when a protocol suits many: the one whose Sand's time is within reach.
  private func usualFirst(_ a: String, _ b: String) -> Bool {
    let usual = "li-li-capillary"
    return a == usual ? b != usual : b != usual && a < b
  }
}

extension CellProfile {
  /// What a test protocol needs to know of the cell.
  fileprivate var facts: CellFacts {
    CellFacts(area: area, working: working.substrate.rawValue, counter: counter.substrate.rawValue)
  }
}
