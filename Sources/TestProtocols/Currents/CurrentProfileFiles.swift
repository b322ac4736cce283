public import Documents
import Foundation

/// The folders in which plating and stripping profiles are looked for.
public struct CurrentProfileFiles: Sendable {
  /// Paths of folders; the first that has a file of the name wins.
  public let folders: [String]
  /// The largest file that is read, in bytes.
  private static let largestSize = 8 << 20

  /// Profiles in these folders.
  public init(folders: [String]) { self.folders = folders }

  /// Names of all profiles there are, without `.csv`, in order.
  public var names: [String] {
    let files = folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
    return Set(files.filter { $0.hasSuffix(".csv") && !$0.hasPrefix(".") }.map { String($0.dropLast(4)) }).sorted()
  }

  /// Reads the profile of a name; `place` is where a protocol asks for it.
  public func profile(
    named name: String, usedAt place: Place? = nil
  ) throws(Diagnostics) -> CurrentDensityProfile {
    guard name.allSatisfy({ $0.isLetter || $0.isNumber || "-_".contains($0) }) else {
      throw Diagnostics(.notAProfileName(name, at: place))
    }
    let paths = folders.map { URL(fileURLWithPath: $0).appendingPathComponent("\(name).csv").path }
    guard let path = paths.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      throw Diagnostics(.unknownProfile(name, known: names, at: place))
    }
    let text = try Document.text(of: path, atMost: Self.largestSize)
    return try CurrentDensityProfile(csv: text, name: name, file: path)
  }
}
