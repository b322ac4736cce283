import DeviceProfiles
import Foundation
import HardwareSim
import Testing

// The maps of the emulated instruments and the profiles that drivers speak by were written apart from each other: what one of them got
// wrong shows here, and does not cancel out.
@Suite("Emulated instruments and device profiles agree")
struct ProfileTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Profiles/Devices").standardizedFileURL

  private static let profiles: [(name: String, profile: DeviceProfile)] = {
    let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return files.filter { $0.pathExtension == "yaml" }.compactMap { file in
      (try? DeviceProfile.read(file.path)).map { (file.deletingPathExtension().lastPathComponent, $0) }
    }.sorted { $0.name < $1.name }
  }()

  @Test("Every shipped device can be emulated, with its models")
  func complete() {
    #expect(Self.profiles.count >= 13)
    #expect(Set(Self.profiles.map(\.name)).isSubset(of: Set(PanelCatalogue.entries.map(\.id))))
    for (name, profile) in Self.profiles where profile.models.count > 1 {
      for model in profile.models {
        #expect(PanelCatalogue.entry("\(name):\(model.name)") != nil, "\(name): \(model.name)")
      }
    }
    #expect(PanelCatalogue.entry("ea-psb-10000:X") == nil)
    #expect(PanelCatalogue.entry("nonsense") == nil)
  }

  @Test("Every register of a profile that may be read is there, as long as the profile says")
  func registers() throws {
    var seen = 0
    for (name, profile) in Self.profiles where profile.language == .modbus {
      let needsCell = try #require(PanelCatalogue.entry(name)).needsCell
      let table = try Table(name, needsCell ? quietCell("li-lfp") : nil)
      let unit = UInt8(profile.transports.first?.unit ?? 1)
      for (register, description) in profile.registers where description.isReadable {
        seen += 1
        let function = UInt8(description.readFunction)
        let count = description.format.length
        let reply = table.send(
          rtu([
            unit, function, UInt8(description.address >> 8), UInt8(description.address & 255), 0,
            UInt8(count),
          ]))
        #expect(reply.count > 5 && reply[1] == function, "\(name): \(register), \(reply.hex)")
      }
    }
    #expect(seen > 100)
  }

  @Test("What a profile asks a line instrument at first is answered as it wants")
  func identities() throws {
    for (name, profile) in Self.profiles where profile.language != .modbus {
      for model in profile.models {
        let named = profile.models.count > 1 ? "\(name):\(model.name)" : name
        let table = try Table(named, quietCell("li-li-coin"))
        for case .answer(let ask, let words) in profile.identity + model.identity {
          let line = profile.language == .rodeostat ? "{\"command\":\"\(ask)\"}" : ask
          let answer = table.say(line)
          #expect(words.allSatisfy(answer.contains), "\(named): \(answer)")
        }
      }
    }
  }
}
