import Cycling
import Deposition
import Drivers
import Quantities
import Testing
import VirtualCell

@Suite("A virtual cell as a channel")
struct VirtualChannelTests {
  /// The reference cell: J* = 93.372902 A/m², Sand's time at twice that 163.942283 s.
  static var channel: VirtualChannel {
    let electrolyte = Electrolyte(
      concentration: Quantity(si: 1000), diffusivity: Quantity(si: 3e-10), cationTransferenceNumber: 0.38,
      conductivity: Quantity(si: 1))
    let lithium = CellElectrode(substrate: .lithium, exchangeCurrentDensity: Quantity(si: 10))
    return VirtualChannel(
      cell: VirtualCell(
        profile: CellProfile(
          name: "reference", area: Quantity(0.1, .squareCentimetre), temperature: Quantity(si: 298.15),
          electrolyte: CellElectrolyte(transport: .constant(electrolyte), solvent: .carbonate),
          gap: Gap(thickness: Quantity(si: 1e-3), porosity: 1, tortuosity: 1), working: lithium, counter: lithium)))
  }

  static let twiceTheLimit = Quantity<Current>(si: -2 * 93.372902 * 1e-5)

  @Test("A crossing is located to the resolution, just behind it, however long the step")
  func crossing() {
    var whole = Self.channel
    whole.apply(.current(Self.twiceTheLimit))
    // From an independent table: V = −0.561968822 V at half of Sand's time.
    let window = ReadingWindow(voltage: -0.561968822...1, resolution: 1e-3)
    let reading = whole.advance(by: Quantity(si: 150), within: window).reading
    #expect(abs(reading.time.si - 163.942283 / 2) < 2e-3)
    #expect(reading.voltage.si <= -0.561968822)
  }

  @Test("A cell that starts outside its window is not chased")
  func outside() {
    var channel = Self.channel
    channel.apply(.current(Self.twiceTheLimit))
    let reading = channel.advance(by: Quantity(si: 1), within: ReadingWindow(voltage: 0...1)).reading
    #expect(reading.time.si == 1)
  }

  @Test("A crossing that noise hid from the last reading is found again before the voltage has run away")
  func hiddenCrossing() {
    var profile = Self.channel.cell.profile
    profile.working.substrate = .copper
    profile.working.barePotential = Quantity(1.2, .volt)
    profile.measurement = Measurement(noise: Quantity(0.1, .millivolt), resolution: Quantity(0.1, .millivolt))
    var channel = VirtualChannel(cell: VirtualCell(profile: profile))
    // On 0.2 F/m², 5 A/m² are 25 V/s.
    channel.apply(.current(Quantity(0.5, .milliamperePerSquareCentimetre) * profile.area))
    let start = channel.cell.voltage.si
    let window = ReadingWindow(voltage: 0...(start - 5e-5), resolution: 1e-3)
    let reading = channel.advance(by: Quantity(si: 1), within: window).reading
    #expect(reading.time.si <= 2e-3)
    #expect((start...(start + 0.05)).contains(reading.voltage.si))
  }

  @Test("Searching for a crossing leaves the cell where one step would")
  func undisturbed() {
    var watched = Self.channel
    var free = Self.channel
    watched.apply(.current(Self.twiceTheLimit))
    free.apply(.current(Self.twiceTheLimit))
    while watched.advance(by: Quantity(si: 1), within: ReadingWindow(voltage: -0.6...1)).reading.time.si < 100 {}
    while free.advance(by: Quantity(si: 1), within: ReadingWindow()).reading.time.si < watched.time.si - 1 {}
    _ = free.advance(by: watched.time - free.time, within: ReadingWindow())
    #expect(abs(watched.cell.voltage.si - free.cell.voltage.si) < 1e-12)
  }

  @Test("Readings carry set-point, current and as many model values as there are columns")
  func reading() {
    var channel = Self.channel
    channel.apply(.current(Self.twiceTheLimit))
    let taken = channel.advance(by: .zero, within: ReadingWindow())
    #expect(taken.reading.setpoint == .current(Self.twiceTheLimit))
    #expect(taken.reading.current == Self.twiceTheLimit)
    #expect(taken.modelState.count == channel.capabilities.modelColumns.count)
    let column = channel.capabilities.modelColumns.firstIndex { $0.name == "true_sand_time_s" } ?? 0
    #expect(abs(taken.modelState[column] - 163.942283) < 1e-5)
  }
}
