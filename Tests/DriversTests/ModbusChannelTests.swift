import Cycling
import DeviceProfiles
import Drivers
import Foundation
import Quantities
import Synchronization
import Testing

/// The shipped profile of a supply, with times short enough for tests.
enum TestProfiles {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func shipped(_ name: String) throws -> DeviceProfile {
    try DeviceProfile.read(root.appending(path: "Profiles/Devices/\(name).yaml").path)
  }

  static func supply() throws -> DeviceProfile {
    var profile = try shipped("ea-psb-10000")
    profile.timing.answer = Quantity(si: 0.15)
    profile.timing.byteGap = Quantity(si: 0.05)
    profile.timing.gap = .zero
    profile.timing.stale = Quantity(si: 3)
    return profile
  }

  static let limits = ChannelLimits(voltage: 2.5...4.5, current: -20...20, longestHold: 3600)
}

@Suite("A channel drives a supply by its profile", .timeLimit(.minutes(3)))
struct ModbusChannelTests {
  private func open(_ wire: TestWire, _ peer: ScriptedPeer) async throws -> any InstrumentChannel {
    try await Instruments.open(
      try TestProfiles.supply(), at: wire.address(of: peer), limits: TestProfiles.limits, clock: ContinuousClock())
  }

  @Test(
    "Limits are set and read back before the output goes on; readings have the scale and the sign of the fact sheet",
    arguments: TestWire.allCases)
  func plateAndStrip(wire: TestWire) async throws {
    let supply = SupplyModel()
    let peer = try wire.peer { supply.answer($0) }
    defer { peer.end() }
    let channel = try await open(wire, peer)
    #expect(!supply.isOutputOn)
    let armed = supply.state.withLock { $0 }
    #expect(armed.coils[425] == false && armed.registers[577] == 0 && armed.registers[408] == 0xFFFF)
    // 4.5 V and a twentieth of 2 V: 4.6 V of 60 V at 52428 counts.
    #expect(armed.registers[550] == UInt16((4.6 / 60 * 52428).rounded()))
    #expect(armed.registers[560] == 3)

    try await channel.apply(.current(Quantity(si: -10)))
    #expect(supply.isOutputOn)
    let sinking = try await channel.read()
    #expect(abs(sinking.reading.current.si + 10) < 60 / 52428)
    #expect(abs(sinking.reading.voltage.si - SupplyModel.volts(supply.state.withLock { $0.voltageRaw })) < 1e-9)
    #expect(sinking.reading.setpoint == .current(Quantity(si: -10)))
    try await channel.apply(.current(Quantity(si: 5)))
    let sourcing = try await channel.read()
    #expect(abs(sourcing.reading.current.si - 5) < 60 / 52428)
    #expect(sourcing.reading.time >= sinking.reading.time && sourcing.age.si >= 0 && sourcing.age.si < 60)

    try await channel.apply(.open)
    #expect(!supply.isOutputOn)
    await channel.close()
    #expect(supply.state.withLock { $0.coils[402] } == false)
    let order = supply.state.withLock { $0.written.map(\.address) }
    let on = try #require(supply.state.withLock { $0.written.firstIndex { $0.address == 405 && $0.value != 0 } })
    #expect(try #require(order.firstIndex(of: 550)) < on && (try #require(order.firstIndex(of: 569))) < on)
  }

  @Test("What the instrument cannot hold, or the limits do not allow, is refused before anything is sent")
  func refused() async throws {
    let supply = SupplyModel()
    let peer = try TestWire.tcp.peer { supply.answer($0) }
    defer { peer.end() }
    let channel = try await open(.tcp, peer)
    let before = peer.log.count
    for (setpoint, words) in [
      (Setpoint.current(Quantity(si: 61)), "61.0 A is outside what a PSB 10060-60 sets, -60.0 to 60.0 A"),
      (.current(Quantity(si: -25)), "-25.0 A is outside the channel's limits, -20.0 to 20.0 A"),
      (.voltage(Quantity(si: -1)), "-1.0 V is outside what a PSB 10060-60 sets"),
      (.voltage(Quantity(si: .nan)), "nan V is outside"),
    ] {
      await #expect {
        try await channel.apply(setpoint)
      } throws: {
        ($0 as? ChannelError)?.words.contains(words) == true
          && ($0 as? ChannelError)?.words.contains("nothing was sent") == true
      }
    }
    #expect(peer.log.count == before)
    await channel.close()
  }

  @Test("A foreign instrument is refused, and nothing is written to it")
  func foreign() async throws {
    let supply = SupplyModel()
    supply.state.withLock { $0.registers[121] = 0x42A0 }  // 80 V
    let peer = try TestWire.tcp.peer { supply.answer($0) }
    defer { peer.end() }
    await #expect {
      _ = try await open(.tcp, peer)
    } throws: {
      guard case .refused(let words)? = $0 as? ChannelError else { return false }
      return words.contains("nominal voltage is 80.0 instead of 60.0")
    }
    #expect(supply.state.withLock { $0.written.isEmpty })
  }

  @Test("A tripped instrument opens the channel, stays tripped, and only a person's word clears it")
  func trips() async throws {
    let supply = SupplyModel()
    let peer = try TestWire.tcp.peer { supply.answer($0) }
    defer { peer.end() }
    let channel = try await open(.tcp, peer)
    try await channel.apply(.current(Quantity(si: 1)))
    _ = try await channel.read()
    supply.state.withLock {
      $0.alarms = 1 << 15 | 1 << 16
      $0.coils[405] = false
    }
    for attempt in 0..<2 {
      await #expect {
        _ = try await channel.read()
      } throws: {
        guard case .tripped(let words)? = $0 as? ChannelError else { return false }
        return words.contains("overvoltage (OVP)") && words.contains("the output is off, as read back")
      }
      if attempt == 1 { supply.state.withLock { $0.alarms = 0 } }
    }
    await #expect(throws: ChannelError.self) { try await channel.apply(.current(Quantity(si: 1))) }
    #expect(!supply.isOutputOn)
    try await channel.acknowledge()
    try await channel.apply(.current(Quantity(si: 1)))
    #expect(supply.isOutputOn)
    await channel.close()
  }

  @Test("A voltage outside the limits switches off before anyone sees it")
  func rawLimit() async throws {
    let supply = SupplyModel()
    let peer = try TestWire.tcp.peer { supply.answer($0) }
    defer { peer.end() }
    let channel = try await open(.tcp, peer)
    try await channel.apply(.current(Quantity(si: 1)))
    supply.state.withLock { $0.voltageRaw = 4100 }  // 4.69 V; limits end at 4.5 V, the guard at 4.6 V
    await #expect {
      _ = try await channel.read()
    } throws: {
      guard case .tripped(let words)? = $0 as? ChannelError else { return false }
      return words.contains("the voltage is 4.69") && words.contains("the output is off, as read back")
    }
    #expect(!supply.isOutputOn)
    await channel.close()
  }

  @Test("A relay that does not open is told: the state of the cell is unknown")
  func stuckRelay() async throws {
    let supply = SupplyModel()
    let peer = try TestWire.tcp.peer { supply.answer($0) }
    defer { peer.end() }
    let channel = try await open(.tcp, peer)
    try await channel.apply(.current(Quantity(si: 1)))
    supply.state.withLock { $0.isStuck = true }
    await #expect {
      try await channel.makeSafe()
    } throws: {
      ($0 as? ChannelError)?.words.contains("the state of the cell is unknown") == true
    }
    await channel.close()
  }

  @Test("An instrument is driven by one channel of this program, and by one program")
  func once() async throws {
    let supply = SupplyModel()
    let peer = try TestWire.tcp.peer { supply.answer($0) }
    defer { peer.end() }
    let channel = try await open(.tcp, peer)
    await #expect {
      _ = try await open(.tcp, peer)
    } throws: { ($0 as? ChannelError)?.words.contains("two channels must not drive one cell") == true }
    await channel.close()
    let again = try await open(.tcp, peer)
    await again.close()
  }

  @Test("A silent instrument ends as lost within its time, and is switched off where it hears us")
  func silence() async throws {
    let supply = SupplyModel()
    let peer = try TestWire.rtuOnTerminal.peer { supply.answer($0) }
    defer { peer.end() }
    let channel = try await open(.rtuOnTerminal, peer)
    try await channel.apply(.current(Quantity(si: 1)))
    peer.play(.init(fault: .answerLost, at: 0, times: .max / 2))
    let start = ContinuousClock.now
    await #expect {
      _ = try await channel.read()
    } throws: {
      guard case .lost(let words)? = $0 as? ChannelError else { return false }
      return words.contains("the state of the cell is unknown")
    }
    #expect(ContinuousClock.now - start < .seconds(20), "nothing hangs")
    #expect(!supply.isOutputOn)
    await channel.close()
  }
}
