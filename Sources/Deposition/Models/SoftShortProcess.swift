// A lithium filament that touches the far electrode now and then: the two-state process behind soft shorts.
//
//   open → connected   at the rate λ₊ x         connected → open   at the rate λ₋
//   dg/dt = a + b |I|                           conductance of the filament while it is connected, from g₀ on
//   g |V| ≥ I_f                                 it burns: open for a time t_r at least, and a new filament starts from g₀
//   g ≥ g_h, or the n_h-th contact              hard short: stays connected for good
//
//   λ  1/s      x  exposure, 1: what part of the rate holds at present, such as zero before the filament has crossed      g  S
//   a  S/s      b  S/C      I  current of the cell, A      V  voltage across the filament, V      I_f  fuse current, A
//
// A unit exponential is drawn once a sojourn and spent as ∫λ dt, so that the state after a time depends on the seed and on the course
// of V, I and x, not on how the time is divided into steps (to rounding). Between two calls V, I and x are constant.
// This project's own, in the shape of what was seen: dips of 20 to 80 mV that recover fast (arXiv 2506.13394). No rates, conductances
// or fuse currents were at hand from a measurement: all parameters are estimated.

/// A filament that connects, grows, burns and at last shorts for good.
public struct SoftShortProcess: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "random soft shorts that connect, grow, burn out or end hard"
  /// Where it stops.
  public static let validity =
    "one filament at a time, constant voltage and current within a step; all rates estimated"
  /// Where it is from.
  public static let source = "this project's own, after arXiv 2506.13394"

  /// What the filament does at present.
  public enum State: String, Hashable, Codable, CaseIterable, Sendable {
    /// No contact.
    case open
    /// A contact that may open again.
    case connected
    /// A contact for good.
    case hard
  }

  /// What the process runs by; all estimated.
  public struct Parameters: Hashable, Codable, Sendable {
    /// Rate at which an open filament connects at full exposure, λ₊, 1/s.
    public var connectionRate = 1 / 600.0
    /// Rate at which a connected filament opens, λ₋, 1/s.
    public var openingRate = 1 / 60.0
    /// Conductance of a filament that has never been connected, g₀, S; 100 Ω.
    public var firstConductance = 0.01
    /// Growth of the conductance of a connected filament, a, S/s.
    public var growthRate = 3e-5
    /// Growth of the conductance of a connected filament by charge through the cell, b, S/C.
    public var growthPerCharge = 0.0
    /// Current at which the filament burns, I_f, A; nil for one that cannot.
    public var fuseCurrent: Double?
    /// The least time that a burnt filament stays open, t_r, s.
    public var recoveryTime = 0.0
    /// Conductance at which the contact is there for good, g_h, S; 1 Ω.
    public var hardConductance = 1.0
    /// The contact that is there for good whatever its conductance, n_h: each leaves lithium behind. It also bounds how often the state
    /// changes in a time that is long against the sojourns.
    public var mostContacts = 200

    /// A filament of 100 Ω that is connected a tenth of the time, a minute each, and hardens after nine hours of contact.
    public init() {}
  }

  /// What the process runs by.
  public let parameters: Parameters
  /// What the filament does at present.
  public private(set) var state = State.open
  /// Conductance that the filament has when connected, S.
  public private(set) var filamentConductance: Double
  private var generator: Xoshiro256
  /// What is left of the sojourn in this state, in units of 1/λ.
  private var hazard: Double
  /// Time in s before a burnt filament can connect again.
  private var dormancy = 0.0
  /// How often the filament has connected.
  private var contacts = 0

  /// An open filament; the same seed gives the same course.
  public init(_ parameters: Parameters = Parameters(), seed: UInt64) {
    self.parameters = parameters
    generator = Xoshiro256(seed: seed)
    hazard = generator.exponential()
    filamentConductance = parameters.firstConductance
  }

  /// Conductance between the electrodes at present, S; zero where open.
  public var conductance: Double { state == .open ? 0 : filamentConductance }

  /// Time in s until the state changes by itself or by a steady voltage (V) and current (A); infinite if it never will.
  public func timeToChange(voltage: Double, current: Double, exposure: Double = 1) -> Double {
    upcoming(voltage, current, exposure).time
  }

  /// Passes a time (s) at a steady voltage (V) across the filament and current (A) of the cell, both finite and of any sign.
  ///
  /// Costs as many turns as the state changes in that time, one logarithm each.
  public mutating func advance(by duration: Double, voltage: Double, current: Double, exposure: Double = 1) {
    var left = duration.isFinite ? duration : 0
    while left > 0, state != .hard {
      let (time, change) = upcoming(voltage, current, exposure)
      guard time <= left else { return pass(left, current, exposure) }
      pass(time, current, exposure)
      left -= time
      occur(change)
    }
  }

  /// Passes a time (s) up to the next change but not over it: for a cell that stops there to look at its circuit.
  public mutating func wait(_ duration: Double, current: Double, exposure: Double = 1) {
    if state != .hard { pass(duration, current, exposure) }
  }

  /// The change that is next happens at this moment.
  public mutating func change(voltage: Double, current: Double, exposure: Double = 1) {
    if state != .hard { occur(upcoming(voltage, current, exposure).change) }
  }

  /// The filament touches at this moment, as one does that has just crossed.
  public mutating func connect() {
    guard state == .open else { return }
    dormancy = 0
    touch()
    hazard = generator.exponential()
  }

  private enum Change { case switches, burns, hardens }

  private func upcoming(_ voltage: Double, _ current: Double, _ exposure: Double) -> (time: Double, change: Change) {
    switch state {
    case .hard: return (.infinity, .switches)
    case .open:
      let rate = parameters.connectionRate * exposure
      return (rate > 0 ? dormancy + hazard / rate : .infinity, .switches)
    case .connected:
      let slope = growth(current)
      func time(to conductance: Double) -> Double {
        if filamentConductance >= conductance { return 0 }
        return slope > 0 ? (conductance - filamentConductance) / slope : .infinity
      }
      let switching = parameters.openingRate > 0 ? hazard / parameters.openingRate : .infinity
      let burning = parameters.fuseCurrent.map { voltage == 0 ? .infinity : time(to: $0 / voltage.magnitude) }
      let hardening = time(to: parameters.hardConductance)
      if let burning, burning <= min(hardening, switching) { return (burning, .burns) }
      return hardening <= switching ? (hardening, .hardens) : (switching, .switches)
    }
  }

  private func growth(_ current: Double) -> Double {
    parameters.growthRate + parameters.growthPerCharge * current.magnitude
  }

  private mutating func pass(_ time: Double, _ current: Double, _ exposure: Double) {
    if state == .open {
      hazard = max(0, hazard - max(0, time - dormancy) * parameters.connectionRate * exposure)
      dormancy = max(0, dormancy - time)
    } else {
      hazard = max(0, hazard - time * parameters.openingRate)
      filamentConductance += growth(current) * time
    }
  }

  private mutating func occur(_ change: Change) {
    switch change {
    case .hardens: state = .hard
    case .switches: if state == .open { touch() } else { state = .open }
    case .burns:
      state = .open
      filamentConductance = parameters.firstConductance
      dormancy = parameters.recoveryTime
    }
    hazard = generator.exponential()
  }

  private mutating func touch() {
    contacts += 1
    state = contacts < parameters.mostContacts ? .connected : .hard
  }
}
