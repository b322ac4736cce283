public import Documents
public import Foundation
import TestProtocols

/// The protocols and profiles that come with Sandglass, and files that people name instead.
public struct ShippedFiles: Sendable {
  /// A kind of shipped file.
  public enum Shelf: String, Sendable, CaseIterable {
    /// Test protocols.
    case protocols = "Protocols"
    /// Cell profiles.
    case cells = "Profiles/Cells"
    /// Plating and stripping profiles.
    case currents = "Profiles/Currents"
    /// Device profiles.
    case devices = "Profiles/Devices"

    /// What one of them is called.
    var word: String {
      switch self {
      case .protocols: "test protocol"
      case .cells: "cell profile"
      case .currents: "current profile"
      case .devices: "device profile"
      }
    }
    /// Endings that may be left off.
    var endings: [String] {
      switch self {
      case .protocols: ["yaml"]
      case .cells: ["yaml"]
      case .currents: ["csv"]
      case .devices: ["yaml"]
      }
    }
  }

  /// The folder with `Protocols` and `Profiles`; nil when nothing shipped was found.
  public let root: URL?

  /// Shipped files in a folder of their own.
  public init(root: URL?) { self.root = root }

  /// Looks in `SANDGLASS_HOME`, then around the program, then in the working folder.
  public static func find(environment: [String: String] = ProcessInfo.processInfo.environment) -> ShippedFiles {
    var places: [URL] = []
    if let home = environment["SANDGLASS_HOME"] { places.append(URL(filePath: home)) }
    if let program = Bundle.main.executableURL?.resolvingSymlinksInPath() {
      var folder = program.deletingLastPathComponent()
      for _ in 0..<5 {
        places += [folder, folder.appending(path: "share/sandglass")]
        folder = folder.deletingLastPathComponent()
      }
    }
    places.append(URL(filePath: FileManager.default.currentDirectoryPath))
    return ShippedFiles(
      root: places.first {
        FileManager.default.fileExists(atPath: $0.appending(path: Shelf.protocols.rawValue).path)
          && FileManager.default.fileExists(atPath: $0.appending(path: Shelf.cells.rawValue).path)
      })
  }

  /// Names of the shipped files of a kind, sorted.
  public func names(on shelf: Shelf) -> [String] {
    guard let folder = folder(of: shelf),
      let all = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    else { return [] }
    return all.map { URL(filePath: $0) }.filter { shelf.endings.contains($0.pathExtension) }
      .map { $0.deletingPathExtension().lastPathComponent }.sorted()
  }

  /// The folder of shipped files of a kind.
  public func folder(of shelf: Shelf) -> URL? { root?.appending(path: shelf.rawValue) }

  /// The path of a file that somebody named: a path of theirs, or else a shipped name with or without its ending.
  public func path(of name: String, on shelf: Shelf) throws(Diagnostics) -> String {
    if FileManager.default.fileExists(atPath: name), name.contains("/") || name.contains(".") { return name }
    if let folder = folder(of: shelf), !name.contains("/") {
      for candidate in [name] + shelf.endings.map({ "\(name).\($0)" }) {
        let file = folder.appending(path: candidate)
        if !candidate.isEmpty, FileManager.default.fileExists(atPath: file.path) { return Self.shown(file) }
      }
    }
    let known = names(on: shelf)
    throw Diagnostics(
      Diagnostic(
        "there is no \(shelf.word) “\(name)”",
        detail: known.isEmpty ? nil : "shipped: \(known.joined(separator: ", "))",
        mend: known.isEmpty
          ? "give a path, or set SANDGLASS_HOME to the folder of Sandglass"
          : NearestName.of(URL(filePath: name).deletingPathExtension().lastPathComponent, among: known)
            .map { "did you mean \"\($0)\"?" } ?? "give a path, or one of the shipped names"))
  }

  /// A path as short as it can be shown: from the working folder, where it is below it.
  private static func shown(_ file: URL) -> String {
    let here = FileManager.default.currentDirectoryPath + "/"
    return file.path.hasPrefix(here) ? String(file.path.dropFirst(here.count)) : file.path
  }
}

extension ShippedFiles {
  /// A shipped file and what it says about itself.
  public struct Description: Hashable, Sendable {
    /// Name without the ending.
    public let name: String
    /// What a protocol says about itself, or the first comment of a profile.
    public let summary: String
    /// Where it is.
    public let path: String
  }

  /// The shipped files of a kind with what they say about themselves, sorted by name.
  public func descriptions(on shelf: Shelf) -> [Description] {
    names(on: shelf).compactMap { name in
      guard let path = try? path(of: name, on: shelf), let text = try? Document.text(of: path) else { return nil }
      let about = shelf == .protocols ? (try? ProtocolDocument(text: text, file: path))?.about : nil
      return Description(name: name, summary: Self.firstSentence(of: about ?? Self.firstComment(of: text)), path: path)
    }
  }

  private static func firstSentence(of text: String) -> String {
    let line = text.split(separator: "\n").joined(separator: " ")
    return line.range(of: ". ").map { String(line[..<$0.lowerBound]) + "." } ?? line
  }

  /// The first comment: what a profile is for.
  private static func firstComment(of text: String) -> String {
    let comment = text.split(separator: "\n").first { $0.hasPrefix("#") }?.drop { $0 == "#" || $0 == " " }
    return comment.map(String.init) ?? ""
  }
}
