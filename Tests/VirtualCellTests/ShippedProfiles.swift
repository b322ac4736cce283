import Documents
import Foundation
import Quantities
import VirtualCell

/// The folder of the shipped cell profiles.
let cellFolder = URL(filePath: #filePath).deletingLastPathComponent()
  .appending(path: "../../Profiles/Cells").standardizedFileURL

/// A shipped profile by its name.
func shipped(_ name: String) throws -> CellProfile {
  try CellProfile.read(cellFolder.appending(path: "\(name).yaml").path)
}

extension VirtualCell {
  /// A column of the model state by its name.
  func known(_ name: String) -> Double {
    let index = Self.modelColumns.firstIndex { $0.name == name }
    return index.map { modelState[$0] } ?? .nan
  }

  mutating func advance(seconds: Double) { advance(by: Quantity(si: seconds)) }

  mutating func hold(milliamperes: Double) { hold(.current(Quantity(milliamperes, .milliampere))) }

  mutating func hold(volts: Double) { hold(.voltage(Quantity(si: volts))) }

  /// Holds a current over the limiting current, with its sign.
  mutating func hold(ratio: Double) { hold(.current(profile.limitingCurrent * ratio)) }
}
