/// One message and what goes with it.
public struct Exchange: Sendable {
  /// Its number, from 1.
  public let message: Int
  /// Test time, s.
  public let time: Double
  /// What the instrument measured for it, with the truth.
  public var readings: [StageReading] = []

  /// A message at a test time in s.
  public init(message: Int, time: Double) { (self.message, self.time) = (message, time) }
}

/// Something that an instrument did by itself.
public struct PanelEvent: Hashable, Sendable {
  /// Test time, s.
  public var time: Double
  /// What it was: `trip`, `output on` …
  public var event: String
  /// More about it.
  public var detail: String?

  /// An event at a test time in s.
  public init(time: Double, event: String, detail: String? = nil) {
    (self.time, self.event, self.detail) = (time, event, detail)
  }
}

/// An instrument with its state: what it was told, its alarms, what is connected to it. A value, so that tests can play with copies.
public protocol FrontPanel: Sendable {
  /// What is wrong inside.
  var faults: StageFaults { get set }
  /// Lets test time pass, up to a moment in s.
  mutating func advance(to time: Double)
  /// The mains went and came back: everything is as after switching on.
  mutating func restart()
  /// What an instrument does that believes nobody speaks to it; nothing where it has no watchdog.
  mutating func lapseWatchdog()
  /// What it did by itself since the last time.
  mutating func takeEvents() -> [PanelEvent]
}

/// An instrument with an output.
public protocol PoweredPanel: FrontPanel {
  /// The output and the cell behind it.
  var stage: PowerStage { get set }
  /// Alarms and the like, oldest first.
  var incidents: [PanelEvent] { get set }
}

extension PoweredPanel {
  /// What is wrong between terminals and display.
  public var faults: StageFaults {
    get { stage.faults }
    set { stage.faults = newValue }
  }

  /// What happened at the output, and what the instrument did.
  public mutating func takeEvents() -> [PanelEvent] {
    var events = stage.takeEvents().map { PanelEvent(time: $0.time, event: $0.kind.rawValue) }
    events += incidents
    incidents.removeAll()
    return events.sorted { $0.time < $1.time }
  }

  /// Most have none.
  public mutating func lapseWatchdog() {}
}
