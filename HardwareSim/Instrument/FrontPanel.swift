/// One message and what goes with it.
struct Exchange: Sendable {
  /// Its number, from 1.
  let message: Int
  /// Test time, s.
  let time: Double
  /// How the message is wrapped.
  var framing = ModbusFraming.rtu
  /// What the instrument measured for it, with the truth.
  var readings: [StageReading] = []
  /// Temperatures that it showed and the true ones, °C.
  var temperatures: [(shown: Double, true: Double)] = []

  /// A message at a test time in s.
  init(message: Int, time: Double) { (self.message, self.time) = (message, time) }
}

/// Something that an instrument did by itself.
struct PanelEvent: Hashable, Sendable {
  /// Test time, s.
  var time: Double
  /// What it was: `trip`, `output on` …
  var event: String
  /// More about it.
  var detail: String?

  /// An event at a test time in s.
  init(time: Double, event: String, detail: String? = nil) {
    (self.time, self.event, self.detail) = (time, event, detail)
  }
}

/// An instrument with its state: what it was told, its alarms, what is connected to it. A value, so that tests can play with copies.
protocol FrontPanel: Sendable {
  /// What is wrong inside.
  var faults: StageFaults { get set }
  /// Lets test time pass, up to a moment in s.
  mutating func advance(to time: Double)
  /// The mains went and came back: everything is as after switching on.
  mutating func restart()
  /// What an instrument does that believes nobody speaks to it; nothing where it has no watchdog.
  mutating func lapseWatchdog()
  /// Somebody at its keys takes it in hand, or lets go of it.
  mutating func takeInHand(_ isHeld: Bool)
  /// What it did by itself since the last time.
  mutating func takeEvents() -> [PanelEvent]
}

/// An instrument with an output.
protocol PoweredPanel: FrontPanel {
  /// The output and the cell behind it.
  var stage: PowerStage { get set }
  /// Alarms and the like, oldest first.
  var incidents: [PanelEvent] { get set }
}

extension PoweredPanel {
  /// What is wrong between terminals and display.
  var faults: StageFaults {
    get { stage.faults }
    set { stage.faults = newValue }
  }

  /// What happened at the output, and what the instrument did.
  mutating func takeEvents() -> [PanelEvent] {
    var events = stage.takeEvents().map { PanelEvent(time: $0.time, event: $0.kind.rawValue) }
    events += incidents
    incidents.removeAll()
    return events.sorted { $0.time < $1.time }
  }

  /// Most have none.
  mutating func lapseWatchdog() {}

  /// Most take commands all the same.
  mutating func takeInHand(_ isHeld: Bool) {}
}
