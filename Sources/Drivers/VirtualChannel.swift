public import Cycling
public import Quantities
public import VirtualCell

/// A virtual cell as a channel in simulated time.
public struct VirtualChannel: SimulatedChannel, Codable {
  /// The cell, with its state.
  public private(set) var cell: VirtualCell
  private var setpoint = Setpoint.open
  /// Test time.
  public private(set) var time = Quantity<Time>.zero

  /// A channel at open circuit, at test time zero.
  public init(cell: VirtualCell) { self.cell = cell }

  /// The columns of model state that come with each reading.
  public var capabilities: ChannelCapabilities {
    ChannelCapabilities(
      name: "virtual cell", modelColumns: VirtualCell.modelColumns.map { ModelColumn($0.name, words: $0.words) })
  }

  /// Tells the cell what to hold from now on.
  public mutating func apply(_ setpoint: Setpoint) {
    self.setpoint = setpoint
    switch setpoint {
    case .open: cell.hold(.open)
    case .current(let current): cell.hold(.current(current))
    case .voltage(let voltage): cell.hold(.voltage(voltage))
    }
  }

  /// Lets time pass; a crossing of the window is located by halving the time and stepping again from a copy.
  public mutating func advance(by duration: Quantity<Time>, within window: ReadingWindow) -> ChannelReading {
    guard duration.si > 0 else { return read() }
    if let watched = watched(window) {
      _ = advanceTrue(by: duration.si, within: watched)
    } else {
      cell.advance(by: duration)
      time += duration
    }
    return read()
  }

  /// Takes a reading of the cell as it is now.
  public mutating func read() -> ChannelReading {
    let measured = cell.measure()
    return ChannelReading(
      reading: Reading(
        time: time, voltage: measured.voltage, current: measured.current, setpoint: setpoint),
      modelState: cell.modelState)
  }

  /// The window to watch: where noise alone keeps the last reading inside, one wide enough that the next crossing shows. Nil where
  /// there is none: only a cell that starts inside can cross, and one that is outside is not chased.
  ///
  /// Without the wider one a cell whose reading was a hair short of a limit that it had crossed would run on unwatched until the next
  /// reading is due; a bare electrode passes volts in that time.
  private mutating func watched(_ window: ReadingWindow) -> ReadingWindow? {
    guard window.isBounded else { return nil }
    let truth = cell.truth()
    guard !window.contains(truth) else { return window }
    let measurement = cell.profile.measurement
    let hidden = 6 * measurement.noise.si + measurement.resolution.si
    var wider = window
    wider.voltage = (window.voltage.lowerBound - hidden)...(window.voltage.upperBound + hidden)
    return wider.contains(truth) ? wider : nil
  }

  /// Advances the noise-free cell, which starts inside; true when it stopped early, just behind a crossing.
  private mutating func advanceTrue(by duration: Double, within window: ReadingWindow) -> Bool {
    let before = cell
    cell.advance(by: Quantity(si: duration))
    let isInside = window.contains(cell.truth())
    if isInside || duration <= window.resolution {
      time.si += duration
      return !isInside
    }
    cell = before
    return advanceTrue(by: duration / 2, within: window) || advanceTrue(by: duration / 2, within: window)
  }
}

extension ReadingWindow {
  fileprivate var isBounded: Bool {
    voltage != -Double.infinity...Double.infinity || current != -Double.infinity...Double.infinity
  }

  fileprivate func contains(_ truth: (voltage: Quantity<Voltage>, current: Quantity<Current>)) -> Bool {
    voltage.contains(truth.voltage.si) && current.contains(truth.current.si)
  }
}
