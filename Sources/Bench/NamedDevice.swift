public import DeviceProfiles
public import Documents
import Foundation

/// A device profile with the name it was asked for, and the model of it.
public struct NamedDevice: Sendable {
  /// Name of the file without its ending.
  public let name: String
  /// The profile.
  public let profile: DeviceProfile
  /// The model that was named, or the profile's first.
  public let model: DeviceModel
  /// The profile to the letter.
  public let text: String

  /// Name of instrument and model, as shown.
  public var title: String {
    profile.name.hasSuffix(model.name) ? profile.name : "\(profile.name), \(model.name)"
  }
}

extension ShippedFiles {
  /// Reads a device profile that somebody named: a path or a shipped name, with `:MODEL` behind it where it shall not be the profile's
  /// first model.
  public func device(named name: String) throws(Diagnostics) -> NamedDevice {
    let (file, wanted) = Self.split(name)
    let path = try path(of: file, on: .devices)
    let text = try Document.text(of: path)
    let profile = try DeviceProfile.parse(yaml: text, file: path)
    let known = profile.models.map(\.name)
    guard let model = wanted.map({ word in profile.models.first { $0.name == word } }) ?? profile.models.first else {
      throw Diagnostics(
        Diagnostic(
          "\(profile.name) has no model “\(wanted ?? "")”", at: Place(file: path),
          detail: "models: \(known.joined(separator: ", "))", mend: NearestName.mend(for: wanted ?? "", among: known)))
    }
    return NamedDevice(
      name: URL(filePath: path).deletingPathExtension().lastPathComponent, profile: profile, model: model, text: text)
  }

  private static func split(_ name: String) -> (file: String, model: String?) {
    guard !FileManager.default.fileExists(atPath: name), let colon = name.lastIndex(of: ":") else { return (name, nil) }
    return (String(name[..<colon]), String(name[name.index(after: colon)...]))
  }
}
