import Foundation
import Yams

/// Reads YAML, and JSON which is a part of it, into nodes that know their line and column.
public enum Document {
  /// The largest file that is read, in bytes: no protocol or profile comes near it.
  public static let largestSize = 1 << 20
  /// The deepest nesting that is read; a protocol of loops in loops uses about ten.
  public static let deepestNesting = 64

  /// Reads a document from its text; `file` is the name shown in messages.
  public static func parse(yaml: String, file: String) throws(Diagnostics) -> DocumentNode {
    let text = try SourceText(checking: yaml, file: file)
    return try DocumentComposer(text: text).compose()
  }

  /// Reads a document from a file.
  public static func read(_ path: String) throws(Diagnostics) -> DocumentNode {
    try parse(yaml: try text(of: path), file: path)
  }

  /// The text of a file of at most `largestSize` bytes, or of another limit.
  public static func text(of path: String, atMost limit: Int = largestSize) throws(Diagnostics) -> String {
    let place = Place(file: path)
    let url = URL(fileURLWithPath: path)
    let data: Data
    do {
      let kind = try url.resolvingSymlinksInPath().resourceValues(forKeys: [.isDirectoryKey, .isRegularFileKey])
      if kind.isDirectory == true { throw Diagnostics(.isDirectory(at: place)) }
      guard kind.isRegularFile == true else { throw Diagnostics(.isNoRegularFile(at: place)) }
      let handle = try FileHandle(forReadingFrom: url)
      defer { try? handle.close() }
      data = try handle.read(upToCount: limit + 1) ?? Data()
    } catch let refused as Diagnostics {
      throw refused
    } catch {
      throw Diagnostics(
        FileManager.default.fileExists(atPath: path) ? .unreadable(at: place) : .missingFile(at: place))
    }
    guard data.count <= limit else { throw Diagnostics(.tooLarge(limit: limit, at: place)) }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Diagnostics(.notUTF8(after: data, at: place))
    }
    return text
  }
}
