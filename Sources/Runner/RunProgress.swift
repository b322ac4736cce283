public import Cycling
public import Quantities

/// Where a run is, for whoever watches it.
public struct RunProgress: Sendable {
  /// The latest reading, kept or not.
  public let reading: Reading
  /// Test time at which the step under way began; the reading's own when it ended a step.
  public let stepStart: Quantity<Time>
  /// Charge since the step began, with the sign of the current.
  public let stepCharge: Quantity<Charge>
  /// Whether the run is paused.
  public let isPaused: Bool
  /// What is left of Sand's time, as far as known.
  public let forecast: SandForecast?
}

extension RunMachine {
  /// Where the run is behind a reading.
  func progress(at reading: Reading, forecast: SandForecast?) -> RunProgress {
    RunProgress(
      reading: reading, stepStart: step?.start ?? reading.time, stepCharge: step?.charge ?? .zero,
      isPaused: isPaused, forecast: step?.latest == nil || isPaused || step?.setpoint == .open ? nil : forecast)
  }
}
