import Cycling
import Quantities

/// The front end: cuts the course of the current into segments of constant current.
///
/// A change of the set current by more than 1 % begins a segment; in a foreign file, where nobody knows the set
/// current, a deviation by more than 1 % from the mean of the segment's first readings does.
struct CurrentSegments: Codable, Sendable {
  private var lastTime: Double?
  private var sign = 0.0
  private var level = 0.0
  private var levelReadings = 0
  private var largest = 0.0
  private var segmentStart = 0.0
  private var followsDecrease = false
  private var quietSince = 0.0
  private var quietReadings = 0

  /// Places a reading; nil for one that cannot be true: no number, out of all bounds, or not later than the one before.
  mutating func place(_ reading: Reading) -> Observation? {
    let (time, voltage, current) = (reading.time.si, reading.voltage.si, reading.current.si)
    guard Self.isPlausible(time), Self.isPlausible(voltage), Self.isPlausible(current) else { return nil }
    // A run counts its time from its start; where a foreign file begins in its own test nobody knows.
    let before = lastTime ?? (reading.setpoint == nil ? time : min(0, time))
    guard lastTime.map({ time > $0 }) ?? true else { return nil }
    lastTime = time

    let held = heldCurrent(reading.setpoint, measured: current)
    let beginsStretch = held.sign != sign
    let isStep = !held.isKnown || abs(held.level - level) > 0.01 * max(abs(level), abs(held.level))
    let beginsSegment =
      held.sign != 0 && (beginsStretch || reading.flags.contains(.gap) || (isStep && deviates(held, current)))
    if beginsSegment {
      followsDecrease = !beginsStretch && abs(held.level) < abs(level)
      (level, levelReadings, segmentStart) = (held.level, 1, before)
    } else if held.sign != 0, held.isKnown {
      level = held.level
    } else if held.sign != 0, levelReadings < 5 {
      level = (level * Double(levelReadings) + current) / Double(levelReadings + 1)
      levelReadings += 1
    }
    sign = held.sign
    if beginsSegment || beginsStretch || !reading.flags.isDisjoint(with: [.rangeChange, .gap]) {
      (quietSince, quietReadings) = (before, 0)
    }
    quietReadings += 1
    return Observation(
      time: time, interval: time - before, voltage: voltage, current: current, setpoint: reading.setpoint,
      flags: reading.flags, sign: sign,
      level: level, setCurrent: held.isKnown && sign != 0 ? held.level : nil, beginsSegment: beginsSegment,
      beginsStretch: beginsStretch, followsDecrease: followsDecrease, segmentStart: segmentStart,
      quietTime: time - quietSince, quietReadings: quietReadings)
  }

  private struct Held {
    var sign: Double
    var level: Double
    var isKnown: Bool
  }

  private mutating func heldCurrent(_ setpoint: Setpoint?, measured: Double) -> Held {
    let none = Held(sign: 0, level: 0, isKnown: true)
    switch setpoint {
    case .open, .voltage: return none
    case .current(let set):
      guard let polarity = Polarity(of: set), set.isFinite, abs(set.si) > Self.leastCurrent else { return none }
      return Held(sign: polarity.sign, level: set.si, isKnown: true)
    case nil:
      // A thousandth of the largest current seen is the offset of an instrument at rest.
      largest = max(largest, abs(measured))
      guard abs(measured) > max(1e-3 * largest, Self.leastCurrent) else { return none }
      return Held(sign: measured < 0 ? -1 : 1, level: measured, isKnown: false)
    }
  }

  private func deviates(_ held: Held, _ current: Double) -> Bool {
    held.isKnown || abs(current - level) > 0.01 * abs(level)
  }

  /// A femtoampere: no instrument holds less, and dividing by it would overflow.
  private static let leastCurrent = 1e-15

  /// Beyond these bounds there is no cell, and sums of squares would overflow.
  private static func isPlausible(_ value: Double) -> Bool { abs(value) < 1e12 }
}
