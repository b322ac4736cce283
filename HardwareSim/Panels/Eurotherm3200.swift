import Foundation

/// A Eurotherm 3200: integers with one decimal at their own address, floating-point numbers at twice that, plus 0x8000.
///
/// Registers of a public minimalmodbus driver and of the MATLAB driver 24696.
struct Eurotherm3200: ChamberPanel {
  var chamber = ThermalChamber()
  var thermometer = StageFaults()
  private var setpoints = [ThermalChamber.room, ThermalChamber.room]
  private var active = 0
  private var remote = (value: ThermalChamber.room, isOn: false)
  private var manualOutput = 0.0
  /// Rate limit in K and the unit of time that it counts in: minute, hour, second.
  private var ramp = (limit: 0.0, unit: 0)
  private var programStatus: UInt16 = 0

  /// A controller that was just switched on, at a test time in s.
  init(time: Double = 0) { chamber = ThermalChamber(time: time) }

  var manners: ModbusManners {
    var manners = ModbusManners()
    manners.latency = 0.01
    return manners
  }

  /// Set-points outlast the mains.
  mutating func restart() {
    let (kept, active) = (setpoints, active)
    let (chamber, thermometer) = (chamber, thermometer)
    self = Eurotherm3200()
    (setpoints, self.active, self.chamber, self.thermometer) = (kept, active, chamber, thermometer)
    follow()
  }

  private mutating func follow() {
    chamber.target = remote.isOn ? remote.value : setpoints[active]
    let seconds = [60.0, 3600, 1][ramp.unit]
    chamber.rate = ramp.limit / seconds
  }

  private static let table = RegisterTable<Eurotherm3200>(
    [
      number(1, read: { $0.shownTemperature(&$1) }),
      number(2, read: { panel, _ in panel.chamber.target }) { $0.setpoints[$0.active] = $1 },
      number(3, read: { panel, _ in panel.manualOutput }) { $0.manualOutput = max(-100, min(100, $1)) },
      number(4, read: { panel, _ in panel.chamber.output }),
      number(5, read: { panel, _ in panel.chamber.working }),
      number(24, read: { panel, _ in panel.setpoints[0] }) { $0.setpoints[0] = $1 },
      number(25, read: { panel, _ in panel.setpoints[1] }) { $0.setpoints[1] = $1 },
      number(26, read: { panel, _ in panel.remote.value }) { $0.remote.value = $1 },
      number(35, read: { panel, _ in panel.ramp.limit }) { $0.ramp.limit = max(0, $1) },
      number(39, read: { panel, _ in panel.chamber.working - panel.chamber.temperature }),
      word(15, most: 1, read: { UInt16($0.active) }) { $0.active = Int($1) },
      word(23, most: 3, read: { $0.programStatus }) { $0.programStatus = $1 },
      word(276, most: 1, read: { $0.remote.isOn ? 1 : 0 }) { $0.remote.isOn = $1 == 1 },
      word(531, most: 2, read: { UInt16($0.ramp.unit) }) { $0.ramp.unit = Int($1) },
    ].flatMap(\.self))

  /// A value as an integer with one decimal, and as a floating-point number.
  private static func number(
    _ address: Int, read: @escaping @Sendable (inout Eurotherm3200, inout Exchange) -> Double,
    write: (@Sendable (inout Eurotherm3200, Double) -> Void)? = nil
  ) -> [SlaveRegister<Eurotherm3200>] {
    var (takeWhole, takeFloat): (SlaveRegister<Eurotherm3200>.Writer?, SlaveRegister<Eurotherm3200>.Writer?)
    if let write {
      takeWhole = { panel, words, _ in panel.take(Double(Int16(bitPattern: words[0])) / 10, write) }
      takeFloat = { panel, words, _ in panel.take(RegisterWords.float(words), write) }
    }
    let whole = SlaveRegister<Eurotherm3200>(
      address,
      read: { panel, exchange in
        let tenths = (read(&panel, &exchange) * 10).rounded()
        return [UInt16(bitPattern: Int16(max(-32768, min(32767, tenths))))]
      }, write: takeWhole)
    let float = SlaveRegister<Eurotherm3200>(
      2 * address + 0x8000, count: 2, writers: [16],
      read: { panel, exchange in RegisterWords.float(read(&panel, &exchange)) }, write: takeFloat)
    return [whole, float]
  }

  private mutating func take(_ value: Double, _ write: (inout Eurotherm3200, Double) -> Void) -> UInt8? {
    guard value.isFinite, value.magnitude <= 9999 else { return RegisterTable<Eurotherm3200>.illegalValue }
    write(&self, value)
    follow()
    return nil
  }

  private static func word(
    _ address: Int, most: UInt16, read: @escaping @Sendable (Eurotherm3200) -> UInt16,
    write: @escaping @Sendable (inout Eurotherm3200, UInt16) -> Void
  ) -> [SlaveRegister<Eurotherm3200>] {
    let take: SlaveRegister<Eurotherm3200>.Writer = { panel, words, _ in
      guard words[0] <= most else { return RegisterTable<Eurotherm3200>.illegalValue }
      write(&panel, words[0])
      panel.follow()
      return nil
    }
    return [SlaveRegister(address, read: { panel, _ in [read(panel)] }, write: take)]
  }

  mutating func answer(_ request: ModbusRequest, unit: UInt8, in exchange: inout Exchange) -> ModbusAnswer {
    guard unit == 1 else { return .nothing }
    return Self.table.answer(request, of: &self, &exchange)
  }
}
