import Cycling
import Quantities
import Runner
import TestProtocols

/// A plan of the given instructions on a cell of 1 cm², a reading a second.
func plan(_ instructions: [Instruction], safety: SafetyLimits = SafetyLimits()) -> Plan {
  Plan(
    name: "test", area: Quantity(1, .squareCentimetre), safety: safety, record: everySecond,
    instructions: instructions)
}

let everySecond = RecordRule(every: Quantity(si: 1))

/// A step with these ends.
func step(
  _ control: Control, _ ends: EndCondition..., number: Int = 1, record: RecordRule = everySecond
) -> Instruction {
  .step(PlanStep(number: number, verb: "step", label: nil, control: control, ends: ends, record: record))
}

extension Control {
  static func amperes(_ current: Double) -> Control { .current(Quantity(si: current)) }
}

extension EndCondition {
  static func seconds(_ time: Double) -> EndCondition { .time(Quantity(si: time)) }
  static func coulombs(_ charge: Double) -> EndCondition { .charge(Quantity(si: charge)) }
}

/// A reading event.
func reading(
  at time: Double, voltage: Double = 0, current: Double = 0, alarms: [Alarm] = []
) -> RunMachine.Event {
  .reading(
    ChannelReading(
      reading: Reading(time: Quantity(si: time), voltage: Quantity(si: voltage), current: Quantity(si: current))),
    alarms: alarms)
}

/// A resistor of 100 Ω whose resistance grows by 1 Ω a second while current flows: no electrochemistry, all exact.
struct ResistorChannel: SimulatedChannel {
  var time = 0.0
  var resistance = 100.0
  var setpoint = Setpoint.open
  var applied: [Setpoint] = []
  var capabilities: ChannelCapabilities { ChannelCapabilities(name: "resistor") }

  mutating func apply(_ setpoint: Setpoint) {
    self.setpoint = setpoint
    applied.append(setpoint)
  }

  var measured: (voltage: Double, current: Double) {
    switch setpoint {
    case .open: (0, 0)
    case .current(let current): (current.si * resistance, current.si)
    case .voltage(let voltage): (voltage.si, voltage.si / resistance)
    }
  }

  mutating func advance(by duration: Quantity<Time>, within window: ReadingWindow) -> ChannelReading {
    let crossing: Double? =
      if case .current(let current) = setpoint, current.si != 0 {
        [window.voltage.lowerBound, window.voltage.upperBound].map { $0 / current.si - resistance }
          .filter { $0 > 0 }.min()
      } else {
        nil
      }
    let passed = min(duration.si, crossing.map { $0 + window.resolution / 2 } ?? duration.si)
    time += passed
    if setpoint != .open { resistance += passed }
    let (voltage, current) = measured
    return ChannelReading(
      reading: Reading(
        time: Quantity(si: time), voltage: Quantity(si: voltage), current: Quantity(si: current), setpoint: setpoint))
  }
}
