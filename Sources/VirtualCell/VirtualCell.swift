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
  /// A steady power: its magnitude is that of voltage times current, its sign that of the current.
  ///
  /// A symmetric cell takes power up whichever way the current flows, so the product alone does not say which way it should. Where the
  /// cell cannot deliver so much, the current that delivers the most flows.
  case power(Quantity<Power>)
}

/// A cell whose voltage follows from the models of lithium deposition.
///
/// A value: a copy is a snapshot, and equal cells that are treated alike stay alike to the last bit. Sign of current as everywhere:
/// I < 0 plates the working electrode and makes the voltage negative in a symmetric cell.
///
/// Where a current is held and nothing shorts the cell, every step is exact between events; otherwise the current is found part by part.
/// Documentation/Models.md says which model answers what and where it stops being valid.
public struct VirtualCell: Hashable, Codable, Sendable {
  /// What follows from the profile.
  let circuit: CellCircuit
  /// What it holds.
  public internal(set) var control = CellControl.open
  var salt: CellSalt
  var working: Electrode
  var counter: Electrode
  var short: CellShort
  var sandClock = SandClock()
  /// Gradient that the depleted layer had when it appeared, mol/m⁴; nil where there is none.
  var layerGradient: Double?
  /// Current density through both electrodes, A/m².
  var currentDensity = 0.0
  /// How long the last part of the time was in which the current was found, s; zero behind a change.
  var lastPart = 0.0
  /// Time in which the current was found since the set-point or the short changed, s; that lithium comes or goes does not start it anew, as
  /// at a voltage near zero it may do so without end.
  var sinceChange = 0.0
  /// For how long nothing can happen at the present steady current, s; zero where nobody knows.
  var quietTime = 0.0
  private var noise: MeasurementNoise

  /// Larger current densities are cut to this, A/m²: no cell carries them, and nothing overflows.
  static let largestCurrentDensity = 1e6

  /// A new cell at rest; the seed decides its measurement noise and its shorts.
  public init(profile: CellProfile, seed: UInt64 = 0) {
    circuit = CellCircuit(profile: profile)
    salt = CellSalt(profile: profile)
    working = Electrode(profile.working, profile: profile)
    counter = Electrode(profile.counter, profile: profile)
    short = CellShort(profile, seed: seed)
    noise = MeasurementNoise(profile.measurement, seed: seed)
  }

  /// What the cell is made of.
  public var profile: CellProfile { circuit.profile }

  /// The electrode on one side.
  subscript(side: Side) -> Electrode {
    get { side == .working ? working : counter }
    _modify {
      if side == .working { yield &working } else { yield &counter }
    }
  }

  /// The present voltage without noise.
  public var voltage: Quantity<Voltage> {
    Quantity(si: outlook.voltage(at: currentDensity, in: circuit))
  }

  /// The present current through the terminals: that of the electrodes, and what goes through a short beside them.
  public var current: Quantity<Current> {
    let beside = short.conductance > 0 ? short.conductance * voltage.si : 0
    return Quantity(si: (currentDensity + beside) * circuit.area)
  }

  /// Voltage and current without noise.
  ///
  /// Changes nothing: it is mutating because only so the cell is read in place, where the getters copy it first.
  public mutating func truth() -> (voltage: Quantity<Voltage>, current: Quantity<Current>) {
    let present = outlook.voltage(at: currentDensity, in: circuit)
    return (Quantity(si: present), Quantity(si: (currentDensity + short.conductance * present) * circuit.area))
  }

  /// Salt at the working and at the counter electrode, no lower than the floor that a depleted surface is held at.
  ///
  /// Mutating as `truth()` is, and for the same reason.
  public mutating func surfaceConcentrations() -> (working: Quantity<Concentration>, counter: Quantity<Concentration>) {
    let surfaces = salt.surfaces.raised(to: circuit.floor)
    return (Quantity(si: surfaces.working), Quantity(si: surfaces.counter))
  }

  /// Voltage with the noise and the resolution of the measurement, and current.
  public mutating func measure() -> (voltage: Quantity<Voltage>, current: Quantity<Current>) {
    let (voltage, current) = truth()
    return (Quantity(si: noise.read(voltage.si, restlessness: restlessness)), current)
  }

  /// Holds something else from now on; the same again changes nothing. What is not a number opens the circuit.
  public mutating func hold(_ control: CellControl) {
    guard control != self.control else { return }
    switch control {
    case .open: begin(.open)
    case .current(let current):
      guard !current.si.isNaN else { return hold(.open) }
      // Kept finite, so that it can be stored.
      let largest = Quantity<Current>(si: limited(current.si) * circuit.area)
      begin(current.isFinite ? control : .current(largest))
    case .voltage(let voltage): voltage.isFinite ? begin(control) : hold(.open)
    case .power(let power): power.isFinite ? begin(control) : hold(.open)
    }
  }

  private mutating func begin(_ control: CellControl) {
    self.control = control
    changeCircuit()
  }

  /// The set-point or the circuit changed.
  mutating func changeCircuit() {
    (lastPart, sinceChange, quietTime) = (0, 0, 0)
    sandClock = SandClock()
    if isSteady {
      drive(steadyCurrentDensity)
    } else {
      meetCircuit(after: 0)
      renew()
    }
  }

  /// Whether the current density through the electrodes is known beforehand and steady.
  var isSteady: Bool {
    guard short.conductance == 0 else { return false }
    switch control {
    case .open, .current: return true
    case .voltage, .power: return false
    }
  }

  private var steadyCurrentDensity: Double {
    guard case .current(let current) = control else { return 0 }
    return limited(current.si / circuit.area)
  }

  /// A current density in A/m², cut to what a cell can be asked for.
  func limited(_ density: Double) -> Double {
    min(Self.largestCurrentDensity, max(-Self.largestCurrentDensity, density))
  }

  /// Lets time pass; nothing happens for a time that is not above zero and finite.
  public mutating func advance(by duration: Quantity<Time>) {
    guard duration.si > 0, duration.isFinite else { return }
    var left = duration.si
    while left > 0 {
      left -= isSteady ? passSteadyCurrent(upTo: left) : passMetCurrent(upTo: left)
    }
    // Where something came or went during the last part, the circuit has changed since.
    if !isSteady, !circuitIsMet { meetCircuit(after: 0) }
  }
}
