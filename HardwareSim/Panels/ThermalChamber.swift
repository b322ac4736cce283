// A chamber whose temperature follows its working set-point as a first-order lag:
//
//   dT/dt = (W − T) / τ        W  working set-point, °C        τ  time constant, s
//
// W goes to the target at once, or at its rate limit. The output is what holds W against the room, of a heater and cooler of so many
// kelvin at full output.
import Foundation

/// The air of a chamber and its controller's set-point; temperatures in °C.
struct ThermalChamber: Hashable, Sendable {
  /// Time constant, s (estimated, as that of a bench chamber).
  static let timeConstant = 240.0
  /// The room, °C, and how far the plant gets from it at full output, K (estimated).
  static let (room, reach) = (25.0, 100.0)

  private(set) var temperature = room
  private(set) var working = room
  private(set) var time: Double
  var target = room
  /// How fast the working set-point goes to the target, K/s; zero for at once.
  var rate = 0.0

  /// A chamber at the temperature of the room.
  init(time: Double = 0) { self.time = time }

  /// Lets time pass up to a test time in s.
  mutating func advance(to end: Double) {
    while time < end {
      let step = min(end - time, rate > 0 && working != target ? 1 : .infinity)
      if rate > 0 {
        let move = min((target - working).magnitude, rate * step)
        working += working < target ? move : -move
      } else {
        working = target
      }
      temperature = working + (temperature - working) * exp(-step / Self.timeConstant)
      time += step
    }
    if rate <= 0 { working = target }
  }

  /// What the plant gives, per cent of full heating; negative for cooling.
  var output: Double {
    let driving = working + 4 * (working - temperature) - Self.room
    return max(-100, min(100, driving / Self.reach * 100))
  }
}

/// A Modbus slave with a chamber in it.
protocol ChamberPanel: ModbusPanel {
  var chamber: ThermalChamber { get set }
  /// What is wrong with it; only gain and offset of its thermometer are of weight, in K.
  var thermometer: StageFaults { get set }
}

extension ChamberPanel {
  var faults: StageFaults {
    get { thermometer }
    set { thermometer = newValue }
  }

  mutating func advance(to time: Double) { chamber.advance(to: time) }
  mutating func lapseWatchdog() {}
  mutating func takeInHand(_ isHeld: Bool) {}
  mutating func takeEvents() -> [PanelEvent] { [] }

  /// The temperature as it is shown, °C.
  mutating func shownTemperature(_ exchange: inout Exchange) -> Double {
    let shown = chamber.temperature * (1 + thermometer.gain)
    exchange.temperatures.append((shown, chamber.temperature))
    return shown
  }
}
