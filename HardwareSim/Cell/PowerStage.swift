import Quantities
import VirtualCell

/// An instrument's output with the cell behind it: a value that goes from one moment of test time to the next.
///
/// Signs are those of the cell: positive into its + terminal. Where the cell leaves what is demanded, and where a reading leaves its window,
/// is located to a millisecond from copies of the cell.
struct PowerStage: Sendable {
  /// The cell.
  private(set) var cell: VirtualCell
  /// Test time, s.
  private(set) var time: Double
  /// What is wrong with it.
  var faults = StageFaults() {
    didSet { if faults != oldValue { takeUp() } }
  }
  /// Whether the instrument reads the voltage at the cell itself.
  var hasRemoteSense = true
  /// A steady voltage in series with the cell, V: with one, an instrument of one polarity reaches a cell of both.
  var seriesVoltage = 0.0
  /// What happened, oldest first, until somebody takes it away.
  private(set) var events: [StageEvent] = []

  private var wanted = OutputDemand.open
  private var demand = OutputDemand.open
  private var regime = OutputRegime.target
  private var relayMoves: Double?
  private var gapEnds: Double?

  /// How closely in time a change is located, s.
  static let resolution = 1e-3
  /// The longest stretch in which nobody looks, s.
  static let longestStep = 1.0
  /// The same where the voltage behind a contact has to be found anew, s.
  private static let shortStep = 0.1

  /// A cell that stands open at a test time in s.
  init(cell: VirtualCell, time: Double = 0) { (self.cell, self.time) = (cell, time) }

  /// What the output was told.
  var setting: OutputDemand { wanted }

  /// Whether anything drives the cell.
  var isDriven: Bool { demand != .open }

  /// On which part of its characteristic the output is.
  var outputRegime: OutputRegime { regime }

  /// Tells the output what to do from now on; a slow relay lets it wait.
  mutating func demand(_ new: OutputDemand) {
    guard new != wanted else { return }
    let switches = (new == .open) != (wanted == .open)
    wanted = new
    if switches {
      relayMoves = faults.relayDelay > 0 ? time + faults.relayDelay : nil
      note(new == .open ? .outputOff : .outputOn)
    }
    takeUp()
  }

  /// A range is switched: some instruments let go of the cell for a moment.
  mutating func switchRange() {
    guard faults.rangeGap > 0, wanted != .open else { return }
    gapEnds = time + faults.rangeGap
    takeUp()
  }

  /// Lets time pass; true when it stopped early, just behind where the sensed voltage or the current left its window.
  @discardableResult
  mutating func advance(to end: Double, within window: StageWindow = StageWindow()) -> Bool {
    while time < end {
      let change = [relayMoves, gapEnds].compactMap(\.self).filter { $0 > time }.min() ?? .infinity
      let longest = isBehindContact ? Self.shortStep : Self.longestStep
      if step(by: min(end, change, time + longest) - time, within: window) { return true }
      if let moves = relayMoves, time >= moves { relayMoves = nil }
      if let ends = gapEnds, time >= ends { gapEnds = nil }
      takeUp()
    }
    return false
  }

  /// Whether what is sensed is in a window.
  mutating func isWithin(_ window: StageWindow) -> Bool {
    let now = sensed()
    return window.contains(voltage: now.voltage, current: now.current)
  }

  /// A reading as the instrument's display has it before its own quantisation, with the truth.
  mutating func measure() -> StageReading {
    let noisy = cell.measure()
    let truth = cell.truth()
    let now = sensed()
    let noise = noisy.voltage.si - truth.voltage.si
    return StageReading(
      voltage: faults.shown(voltage: now.voltage + noise, at: time),
      current: faults.shown(current: now.current, at: time), trueVoltage: truth.voltage.si,
      trueCurrent: truth.current.si)
  }

  /// What happened since the last time.
  mutating func takeEvents() -> [StageEvent] {
    defer { events.removeAll() }
    return events
  }

  private mutating func note(_ kind: StageEvent.Kind) {
    if events.count < 10_000 { events.append(StageEvent(time: time, kind: kind)) }
  }
}

extension PowerStage {
  /// What the output does in truth: what it was told, unless a relay or a gap is between.
  private var actual: OutputDemand {
    if let ends = gapEnds, time < ends { return .open }
    if let moves = relayMoves, time < moves { return demand }
    switch faults.stuckRelay {
    case .open: return .open
    case .closed where wanted == .open: return demand
    default: return limited(wanted)
    }
  }

  /// A demand with the series voltage and a hidden compliance in it.
  private func limited(_ demand: OutputDemand) -> OutputDemand {
    let most = faults.compliance ?? .infinity
    func atCell(_ voltage: Double) -> Double { min(max(voltage - seriesVoltage, -most), most) }
    return switch demand {
    case .open: .open
    case .current(let current, let limits):
      .current(current, voltages: atCell(limits.lowerBound)...atCell(limits.upperBound))
    case .voltage(let voltage, let currents): .voltage(atCell(voltage), currents: currents)
    }
  }

  /// Brings the cell into what the output does in truth.
  private mutating func takeUp() {
    let new = actual
    if new != demand {
      let (was, isNow) = (demand != .open, new != .open)
      (demand, regime) = (new, .target)
      if was != isNow { note(isNow ? .cellConnected : .cellOpen) }
    }
    settle()
  }

  /// Finds the part of the characteristic that the cell is on.
  private mutating func settle() {
    if hasRemoteSense, faults.senseIsOpen, case .voltage(let target, _) = demand, target != 0 {
      // It sees nothing of the voltage that it makes, and drives on to its limit.
      regime = target > 0 ? .upper : .lower
      return hold()
    }
    for _ in 0..<3 {
      hold()
      let now = regulated()
      guard let next = successor(at: now) else { return }
      regime = next
    }
    hold()
  }

  /// The part of the characteristic that follows the present one; nil where it goes on.
  private func successor(at now: (voltage: Double, current: Double)) -> OutputRegime? {
    if faults.sticksAtCurrentLimit, regime == .upper, case .voltage = demand { return nil }
    return demand.successor(of: regime, voltage: now.voltage, current: now.current)
  }

  private mutating func hold() {
    let control = demand.control(in: regime)
    if isBehindContact, case .voltage(let target) = control {
      cell.hold(.current(Quantity(si: currentBehindContact(at: target.si))))
    } else {
      cell.hold(control)
    }
  }

  /// Whether the voltage is regulated behind a resistance.
  private var isBehindContact: Bool { faults.contactResistance > 0 && !hasRemoteSense && demand != .open }

  /// The current in A with which cell and contact together have a voltage in V.
  private func currentBehindContact(at target: Double) -> Double {
    var trial = cell
    func excess(_ current: Double) -> Double {
      trial.hold(.current(Quantity(si: current)))
      return trial.truth().voltage.si + current * faults.contactResistance - target
    }
    let open = excess(0)
    guard open != 0 else { return 0 }
    // The cell's own voltage rises with the current, so the contact alone bounds it.
    var (near, far) = (0.0, -open / faults.contactResistance)
    for _ in 0..<60 {
      let middle = 0.5 * (near + far)
      if (excess(middle) > 0) == (open > 0) { near = middle } else { far = middle }
    }
    return 0.5 * (near + far)
  }

  /// What the regulator sees, V and A.
  private mutating func regulated() -> (voltage: Double, current: Double) {
    let truth = cell.truth()
    // A sense input that hangs in the air reads nothing.
    if hasRemoteSense, faults.senseIsOpen { return (0, truth.current.si) }
    let drop = hasRemoteSense ? 0 : truth.current.si * faults.contactResistance
    return (truth.voltage.si + drop, truth.current.si)
  }

  /// What reaches the converters, V and A.
  private mutating func sensed() -> (voltage: Double, current: Double) {
    if demand == .open, wanted != .open {
      // The output is on, but nothing is connected to it.
      switch wanted {
      case .open: return (0, 0)
      case .voltage(let voltage, _): return (voltage, 0)
      case .current(let current, let limits):
        return (current == 0 ? 0 : current > 0 ? limits.upperBound : limits.lowerBound, 0)
      }
    }
    let now = regulated()
    if hasRemoteSense, faults.senseIsOpen { return (0, now.current) }
    return (now.voltage + seriesVoltage, now.current)
  }

  private mutating func step(by duration: Double, within window: StageWindow) -> Bool {
    let before = cell
    let watched = window.isBounded && isWithin(window)
    cell.advance(by: Quantity(si: duration))
    let now = regulated()
    let isLost =
      !(hasRemoteSense && faults.senseIsOpen)
      && successor(at: now) != nil
    let hasLeft = watched && !isWithin(window)
    if !isLost, !hasLeft {
      time += duration
      return false
    }
    if duration <= Self.resolution {
      time += duration
      if isLost { settle() }
      return watched && !isWithin(window)
    }
    cell = before
    return step(by: duration / 2, within: window) || step(by: duration / 2, within: window)
  }
}
