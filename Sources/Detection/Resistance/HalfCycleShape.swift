/// Whether the half-cycles of one direction sag in the middle or bulge: the bend is the mean resistance of their middle third over that of
/// their ends, less one.
struct HalfCycleShape: Codable, Sendable {
  /// A bend that turned: usual before, and now.
  struct Turn {
    var before: Double
    var now: Double
  }

  /// A bend that noise and drift do not make.
  private static let clear = 0.05

  private var length = 0.0
  private var elapsed = 0.0
  private var halves = 0
  private var early = Mean()
  private var middle = Mean()
  private var late = Mean()
  private var usual = 0.0
  private var peaked = 0
  private var arced = 0
  private var turn: Double?

  private struct Mean: Codable {
    var sum = 0.0
    var count = 0.0
    var value: Double? { count > 0 ? sum / count : nil }

    mutating func add(_ value: Double) {
      sum += value
      count += 1
    }
  }

  /// A half-cycle begins; the one before is judged.
  mutating func begin() {
    if halves > 0 {
      if halves > 1, elapsed > 0.9 * length { judge() }
      length = elapsed
    }
    halves += 1
    (early, middle, late) = (Mean(), Mean(), Mean())
  }

  /// Takes a resistance, Ω, at a time since the half-cycle began, s; answers once when the shape has turned.
  mutating func take(_ resistance: Double, at time: Double) -> Turn? {
    elapsed = time
    if halves > 1, length > 0 {
      switch time / length {
      case ..<0.15: early.add(resistance)
      case 0.33..<0.67: middle.add(resistance)
      case 0.85...: late.add(resistance)
      default: break
      }
    }
    guard let now = turn else { return nil }
    turn = nil
    return Turn(before: usual, now: now)
  }

  private mutating func judge() {
    guard let early = early.value, let middle = middle.value, let late = late.value, early + late > 0 else { return }
    let bend = 2 * middle / (early + late) - 1
    if bend < -Self.clear {
      (peaked, arced) = (peaked + 1, 0)
      usual += (bend - usual) / Double(min(peaked, 10))
    } else {
      arced = bend > Self.clear ? arced + 1 : 0
    }
    if peaked >= 3, arced == 3 { (turn, peaked) = (bend, 0) }
  }
}
