import Deposition
public import Quantities

/// What a virtual cell is told to hold.
public enum CellControl: Hashable, Codable, Sendable {
  /// Open circuit.
  case open
  /// A steady current, positive into the working electrode (strips it).
  case current(Quantity<Current>)
  /// A steady voltage, working against counter electrode.
  case voltage(Quantity<Voltage>)
}

/// A cell whose voltage follows from the models of lithium deposition.
///
/// A value: a copy is a snapshot, and equal cells that are treated alike stay alike to the last bit. Sign of current as everywhere:
/// I < 0 plates the working electrode and makes the voltage negative in a symmetric cell.
///
/// What is not in it: lithium electrodes never run out; a bare substrate passes no faradaic current and its ideal double layer keeps its
/// potential at open circuit; no nucleation, morphology or shorts.
public struct VirtualCell: Hashable, Codable, Sendable {
  /// What the cell is made of.
  public let profile: CellProfile
  /// What it holds.
  public internal(set) var control = CellControl.open
  let terminals: TerminalVoltage
  var salt: CellSalt
  var inventory: LithiumInventory
  var sandClock = SandClock()
  /// Gradient that the depleted layer had when it appeared, mol/m⁴; nil where there is none.
  var layerGradient: Double?
  /// Current through the terminals, A.
  var amperes = 0.0
  /// Time since the set-point or the surface changed, s.
  var settled = 0.0
  private var noise: MeasurementNoise

  /// Larger current densities are cut to this, A/m²: no cell carries them, and nothing overflows.
  static let largestCurrentDensity = 1e6

  /// A new cell at rest; the seed decides its measurement noise.
  public init(profile: CellProfile, seed: UInt64 = 0) {
    self.profile = profile
    terminals = TerminalVoltage(profile: profile)
    salt = CellSalt(profile: profile)
    inventory = LithiumInventory(profile.working)
    noise = MeasurementNoise(profile.measurement, seed: seed)
  }

  /// Current density through the terminals, A/m².
  var currentDensity: Double { amperes / profile.area.si }

  /// The present voltage without noise.
  public var voltage: Quantity<Voltage> {
    let (current, surfaces) = (currentDensity, salt.surfaces)
    let working =
      inventory.barePotential ?? terminals.workingOverpotential(at: current, surfaces: surfaces)
    return Quantity(
      si: working + terminals.series(at: current, surfaces: surfaces, salt: salt, gradient: layerGradient))
  }

  /// The present current.
  public var current: Quantity<Current> { Quantity(si: amperes) }

  /// Voltage with the noise and the resolution of the measurement, and current.
  public mutating func measure() -> (voltage: Quantity<Voltage>, current: Quantity<Current>) {
    (Quantity(si: noise.read(voltage.si)), current)
  }

  /// Holds something else from now on; the same again changes nothing. What is not a number opens the circuit.
  public mutating func hold(_ control: CellControl) {
    guard control != self.control else { return }
    switch control {
    case .open:
      self.control = .open
      drive(amperes: 0)
    case .current(let current):
      guard !current.si.isNaN else { return hold(.open) }
      self.control = control
      let limit = Self.largestCurrentDensity * profile.area.si
      drive(amperes: min(limit, max(-limit, current.si)))
    case .voltage(let voltage):
      guard voltage.isFinite else { return hold(.open) }
      self.control = control
      settled = 0
      sandClock = SandClock()
      meet(voltage.si, after: 0)
    }
  }

  /// Lets time pass; nothing happens for a time that is not above zero and finite.
  public mutating func advance(by duration: Quantity<Time>) {
    guard duration.si > 0, duration.isFinite else { return }
    if case .voltage(let voltage) = control {
      advance(by: duration.si, at: voltage.si)
    } else {
      advanceAtConstantCurrent(by: duration.si)
    }
  }
}
