public import Quantities

/// What the detectors may know beforehand; everything may be missing.
public struct DetectorConfiguration: Hashable, Codable, Sendable {
  /// What the cell profile says about Sand's time; nil when it is not known whether Sand's law holds for this cell.
  public let sandPrior: SandPrior?
  /// Magnitude of the voltage at which the instrument or the protocol stops.
  public let voltageLimit: Quantity<Voltage>?
  /// Whether readings may have been left out on purpose, as a run file's record rule does: then a late one says nothing.
  public var mayLackReadings = false
  /// Depletion s = m/m_c beyond which a Sand alarm may come: Sand's time ends at 1, and s² of it is over at s. A lower one warns earlier and
  /// nearer to the limiting current wrongly; Documentation/Detection.md has the curve.
  public var sandAlarmDepletion = 0.87

  /// A configuration from its parts; a limit of either sign, of which zero and what is no number are no limit.
  public init(sandPrior: SandPrior? = nil, voltageLimit: Quantity<Voltage>? = nil) {
    self.sandPrior = sandPrior
    self.voltageLimit = voltageLimit.map(\.magnitude).flatMap { $0.isFinite && $0.si > 0 ? $0 : nil }
  }

  /// Whether a voltage, V, is at the limit, within 0.5 %: an instrument that holds its limit reads it with noise.
  func isAtLimit(_ voltage: Double) -> Bool { voltageLimit.map { abs(voltage) >= 0.995 * $0.si } ?? false }
}

/// What a cell profile says about Sand's time of its electrodes; each number may be missing.
///
/// The prior gives a first countdown and the name of an event. It never enters the estimate from the readings.
public struct SandPrior: Hashable, Codable, Sendable {
  /// Semi-integral of the current at which the salt is gone, A·s^½ for the whole electrode: z·F·c₀·√(ε·D_eff)/(1 − t₊) times
  /// the area. It is Sand's time (10.1039/d4cc06729k eqn 1) solved for 2·I·√(τ/π), the semi-integral of a constant current.
  public let limitingSemiIntegral: Double?
  /// Diffusion-limiting current J*·area: at or below it a cell has no Sand's time.
  public let limitingCurrent: Quantity<Current>?

  /// A prior from its numbers, where only positive ones count; without any it says only that Sand's law holds for this
  /// cell.
  public init(limitingSemiIntegral: Double? = nil, limitingCurrent: Quantity<Current>? = nil) {
    self.limitingSemiIntegral = limitingSemiIntegral.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    self.limitingCurrent = limitingCurrent.flatMap { $0.isFinite && $0.si > 0 ? $0 : nil }
  }

  /// Whether a current of this magnitude, A, may deplete the cell; true where the limit is not known.
  ///
  /// Within 0.1 % above the limit Sand's time is longer than three times the semi-infinite one, and no cell's limit is
  /// known that well: such a current counts as not above it.
  func allowsDepletion(by current: Double) -> Bool { limitingCurrent.map { current > 1.001 * $0.si } ?? true }

  /// Diffusion time of the gap, L²/D_eff = 4 (m_c/I*)², s; nil where one of the numbers is missing.
  var gapTime: Double? {
    guard let limitingSemiIntegral, let limitingCurrent else { return nil }
    let time = 4 * (limitingSemiIntegral / limitingCurrent.si) * (limitingSemiIntegral / limitingCurrent.si)
    return time.isFinite && time > 0 ? time : nil
  }
}
