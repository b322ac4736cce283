public import Documents
import Foundation

/// A test protocol as it was written, before a cell is known.
public struct ProtocolDocument: Sendable {
  /// The file it came from, as people named it.
  public let file: String
  /// The text as written, to be stored with the data.
  public let text: String
  private let root: DocumentNode
  private let language: any ProtocolLanguage

  /// Reads a protocol file.
  public static func read(_ path: String) throws(Diagnostics) -> ProtocolDocument {
    try ProtocolDocument(text: try Document.text(of: path), file: path)
  }

  /// A protocol from its text; `file` is the name shown in messages.
  public init(text: String, file: String) throws(Diagnostics) {
    (self.file, self.text) = (file, text)
    root = try Document.parse(yaml: text, file: file)
    let keys = Set(root.entries?.map(\.key) ?? [])
    language = ProtocolLanguages.all.first { !keys.isDisjoint(with: $0.telltaleKeys) } ?? ProtocolLanguages.native
  }

  /// What people called it, if they did.
  public var name: String? { words(of: "name") }
  /// What people say about it, if they do.
  public var about: String? { words(of: "description") }

  private func words(of key: String) -> String? { root.entries?.first { $0.key == key }?.value.scalar?.text }

  /// Checks the protocol and turns it into signed SI amounts for one cell; throws every fault it finds.
  public func resolve(for cell: CellFacts, currents: CurrentProfileFiles) throws(Diagnostics) -> Plan {
    let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    return try language.resolve(root, named: name, for: cell, currents: currents)
  }
}

/// A way to write test protocols.
protocol ProtocolLanguage: Sendable {
  /// Keys at the top that only this language has.
  var telltaleKeys: Set<String> { get }
  /// Turns a document into a plan; `name` is the file's, for protocols that have none of their own.
  func resolve(
    _ root: DocumentNode, named name: String, for cell: CellFacts, currents: CurrentProfileFiles
  ) throws(Diagnostics) -> Plan
}

/// The languages that are read.
enum ProtocolLanguages {
  static let native: any ProtocolLanguage = NativeLanguage()
  static let all: [any ProtocolLanguage] = [native, UnicyclerLanguage()]
}
