import Cycling
import DeviceProfiles
import Documents
import Foundation
import Quantities
import Testing

/// The profiles that come with Sandglass, as they lie in the repository.
enum ShippedDevices {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Profiles/Devices")

  static let files: [URL] =
    ((try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? [])
    .filter { $0.pathExtension == "yaml" }.sorted { $0.path < $1.path }

  static func read(_ name: String) throws -> DeviceProfile {
    try DeviceProfile.read(folder.appending(path: "\(name).yaml").path)
  }
}

@Suite("Shipped device profiles")
struct ShippedDeviceTests {
  @Test("There are some")
  func some() { #expect(ShippedDevices.files.count >= 3) }

  @Test("are read without a fault, and leave the cell safe", arguments: ShippedDevices.files)
  func readable(file: URL) throws {
    do {
      let profile = try DeviceProfile.read(file.path)
      #expect(!profile.models.isEmpty)
      #expect(!profile.unverified.isEmpty, "a profile that nobody tried on hardware says so")
      if profile.kind == .cycler, profile.language == .modbus || profile.language == .scpi {
        #expect(!profile.sequence(.makeSafe).isEmpty)
      }
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test("No sequence asks for what its channel cannot know", arguments: ShippedDevices.files)
  func sequencesResolve(file: URL) throws {
    let profile = try DeviceProfile.read(file.path)
    for model in profile.models {
      let limits = ChannelLimits(voltage: 0...4, current: 0...0.001, longestHold: 10)
      for (name, steps) in profile.sequences {
        let setpoint: Setpoint? =
          switch name {
          case .holdCurrent: .current(.init(si: 0.001))
          case .holdVoltage: .voltage(.init(si: 1))
          case .open: .open
          default: nil
          }
        let context = SequenceContext(model: model, limits: limits, setpoint: setpoint, temperature: 300)
        for step in steps {
          switch step {
          case .write(_, .known(let known)), .expect(_, .known(let known)): _ = try context.value(of: known)
          case .send(let line), .ask(let line, _): _ = try context.line(line)
          default: break
          }
        }
      }
    }
  }
}
