public import Cycling
public import Quantities
import TestProtocols

/// When the next reading of a step is due.
public struct ReadingDue: Hashable, Sendable {
  /// At the latest after this time.
  public var after: Quantity<Time>
  /// Earlier when voltage or current leaves this window.
  public var window: ReadingWindow

  /// Readings are taken at least this often, so that limits and detectors see what the record rule thins out; s.
  static let longestInterval = 1.0

  /// Time to the next multiple of the interval since the step began, s; the interval itself when on the grid, to the
  /// bit, because a virtual cell steps fastest over a time it has stepped over before.
  fileprivate static func toNextOnGrid(of interval: Double, elapsed: Double) -> Double {
    let phase = elapsed / interval
    let nearest = phase.rounded()
    if abs(phase - nearest) < 1e-6 { return interval }
    return (phase.rounded(.up) - phase) * interval
  }

  /// The shorter wait, if it is one at all: a time within rounding of the other is the other.
  static func shorter(_ wait: Double, _ other: Double) -> Double {
    other < wait * (1 - StepProgress.timeTolerance) ? max(other, 0) : wait
  }
}

extension StepProgress {
  /// When the next reading is due.
  func due(safety: SafetyLimits) -> ReadingDue {
    // The step has just begun, or goes on behind a pause: its first reading shows the jump.
    guard let latest, !isHeldAnew else { return ReadingDue(after: .zero, window: ReadingWindow()) }
    let interval = min(step.record.every.si, ReadingDue.longestInterval)
    let resolution = min(interval / 1000, 1e-3)
    var wait = ReadingDue.toNextOnGrid(of: interval, elapsed: elapsed)
    for end in step.ends {
      switch end {
      case .time(let limit): wait = ReadingDue.shorter(wait, limit.si - elapsed)
      case .charge(let limit):
        let rate = latest.current.magnitude.si
        if rate > 0 { wait = ReadingDue.shorter(wait, max((limit - charge.magnitude).si / rate, resolution * 1e-3)) }
      case .voltage, .voltageMagnitude, .currentMagnitude, .event: break
      }
    }
    if let change = nextChange { wait = ReadingDue.shorter(wait, change - elapsed) }
    if let breach = timeToBreach(of: safety) { wait = ReadingDue.shorter(wait, breach) }
    return ReadingDue(
      after: Quantity(si: wait), window: quietWindow(around: latest, safety: safety, resolution: resolution))
  }

  /// The window in which nothing happens: within the end conditions, the safety limits and the record rule.
  private func quietWindow(around latest: Reading, safety: SafetyLimits, resolution: Double) -> ReadingWindow {
    var voltage = Bounds(from: latest.voltage.si)
    var current = Bounds(from: latest.current.si)
    for end in step.ends {
      switch end {
      case .voltage(_, let limit): voltage.limit(at: limit.si)
      case .voltageMagnitude(_, let limit):
        voltage.limit(at: limit.si)
        voltage.limit(at: -limit.si)
      case .currentMagnitude(_, let limit):
        current.limit(at: limit.si)
        current.limit(at: -limit.si)
      case .time, .charge, .event: break
      }
    }
    limit(&voltage, &current, by: safety)
    if let kept = latestKept {
      if let dV = step.record.voltageChange { voltage.limit(around: kept.voltage.si, by: dV.si) }
      if let dI = step.record.currentChange { current.limit(around: kept.current.si, by: dI.si) }
    }
    return ReadingWindow(voltage: voltage.range, current: current.range, resolution: resolution)
  }

  /// The window within the safety limits alone.
  func safetyWindow(around latest: Reading, safety: SafetyLimits, resolution: Double) -> ReadingWindow {
    var voltage = Bounds(from: latest.voltage.si)
    var current = Bounds(from: latest.current.si)
    limit(&voltage, &current, by: safety)
    return ReadingWindow(voltage: voltage.range, current: current.range, resolution: resolution)
  }

  private func limit(_ voltage: inout Bounds, _ current: inout Bounds, by safety: SafetyLimits) {
    if let limit = safety.minimumVoltage { voltage.limit(at: limit.si) }
    if let limit = safety.maximumVoltage { voltage.limit(at: limit.si) }
    if let limit = safety.minimumCurrent { current.limit(at: limit.si) }
    if let limit = safety.maximumCurrent { current.limit(at: limit.si) }
  }
}

/// The nearest limits below and above a value.
private struct Bounds {
  private let value: Double
  private var lower = -Double.infinity
  private var upper = Double.infinity

  init(from value: Double) { self.value = value }

  var range: ClosedRange<Double> { lower...upper }

  mutating func limit(at limit: Double) {
    if limit > value { upper = min(upper, limit) }
    if limit < value { lower = max(lower, limit) }
  }

  mutating func limit(around centre: Double, by change: Double) {
    limit(at: centre + change)
    limit(at: centre - change)
  }
}
