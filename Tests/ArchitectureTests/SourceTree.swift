import Foundation

/// The sources of the package, as files.
struct SourceTree {
  /// The folder of Package.swift.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Swift files below a folder of the package, by path from the root.
  static func swiftFiles(in folder: String) -> [URL] {
    files(in: folder).filter { $0.pathExtension == "swift" }
  }

  /// All files below a folder of the package.
  static func files(in folder: String) -> [URL] {
    let all = FileManager.default.enumerator(
      at: root.appending(path: folder), includingPropertiesForKeys: [.isRegularFileKey])
    return (all?.compactMap { $0 as? URL } ?? []).filter {
      (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true
    }
  }

  /// The path of a file from the root.
  static func path(of file: URL) -> String {
    file.path.replacingOccurrences(of: root.path + "/", with: "")
  }

  /// The lines of a text file.
  static func lines(of file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
  }
}
