public import Cycling
public import Quantities

/// What Sandglass knows of an instrument: how to reach it, its registers or commands, what it can hold, and how to make it safe.
///
/// Read from `Profiles/Devices/*.yaml`; `Documentation/Instruments.md` has the table of keys. Drivers speak by it, `check` judges plans
/// by it, and the emulated instruments serve it.
public struct DeviceProfile: Hashable, Sendable {
  /// What an instrument is for.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Holds the current or the voltage of a cell.
    case cycler
    /// Holds the temperature around cells.
    case chamber
  }

  /// How an instrument is spoken to.
  public enum Language: String, Hashable, Sendable, CaseIterable {
    /// Registers over Modbus RTU, TCP or RTU over TCP.
    case modbus
    /// Lines of SCPI commands, from the profile's own sequences.
    case scpi
    /// PalmSens MethodSCRIPT; the driver writes the scripts.
    case methodscript
    /// JSON lines of the IO Rodeo Rodeostat.
    case rodeostat
  }

  /// Name as shown: "EA PSB 10000".
  public var name: String
  /// What it is for.
  public var kind: Kind
  /// How it is spoken to.
  public var language: Language
  /// The lines it can be reached by, the usual one first.
  public var transports: [DeviceTransport]
  /// How fast it may be spoken to.
  public var timing: DeviceTiming
  /// What must be true of the instrument at the other end, whatever its model.
  public var identity: [IdentityCheck]
  /// The models this profile covers, the usual one first; never empty.
  public var models: [DeviceModel]
  /// Scales by name, for registers that count in parts of a nominal value.
  public var scales: [String: NominalScale]
  /// Registers by name; empty for a line-based instrument.
  public var registers: [String: DeviceRegister]
  /// What is sent, in order, for each thing to do.
  public var sequences: [SequenceName: [SequenceStep]]
  /// How a reading is taken; nil where the driver in code knows.
  public var reading: ReadingSource?
  /// What the status says.
  public var status: [StatusSign]
  /// What a rest is on this instrument.
  public var rest: RestState
  /// What the instrument does by itself when it hears nothing more; nil where a lost link leaves the output as it was.
  public var watchdog: Watchdog?
  /// What exception codes mean on this instrument, where they are its own.
  public var exceptions: [Int: String]
  /// How replies to a read coil look.
  public var coilReplies: CoilReplies
  /// Addresses nobody may write.
  public var refused: [RefusedAddresses]
  /// What the sources left open or contradict, in words; nothing of it was tried on hardware.
  public var unverified: [String]

  /// The sequence of a name; empty where the profile has none.
  public func sequence(_ name: SequenceName) -> [SequenceStep] { sequences[name] ?? [] }
  /// Whether a model holds such a thing: a current, a voltage, a temperature.
  public func holds(_ name: SequenceName, as model: DeviceModel) -> Bool {
    switch language {
    case .modbus, .scpi: sequences[name] != nil
    case .methodscript, .rodeostat: name == .holdCurrent ? model.current != nil : name == .holdVoltage
    }
  }
  /// What no source settled, in words: the profile's own remarks, then each register and sign that is marked so.
  public var openQuestions: [String] {
    unverified
      + registers.values.filter(\.isUnverified).map { "Register \"\($0.name)\" at \($0.address)." }.sorted()
      + status.filter(\.isUnverified).map { "Status bit \($0.bits.lowerBound), \"\($0.words)\": nothing acts on it." }
  }
  /// Why an address may not be written; nil where it may.
  public func refusal(ofWriting address: Int) -> String? { refused.first { $0.addresses.contains(address) }?.reason }
  /// The transport of a kind, if the instrument has it.
  public func transport(_ kind: DeviceTransport.Kind) -> DeviceTransport? { transports.first { $0.kind == kind } }
}

/// A model within a profile: how it is recognised, what it sets, and what its registers count in.
public struct DeviceModel: Hashable, Sendable {
  /// Name of the model: "PSB 10060-60".
  public var name: String
  /// What must be true of this model.
  public var identity: [IdentityCheck]
  /// Voltages it sets across the cell; nil where it sets none.
  public var voltage: SettingSpan?
  /// Currents it sets, positive into the + terminal; nil where it sets none.
  public var current: SettingSpan?
  /// Temperatures it sets, K; nil for a cycler.
  public var temperature: SettingSpan?
  /// What one count of a named scale is worth, in the scale's unit.
  public var scales: [String: FixedScale]
}

/// What can be set: a range, its smallest step, and the ranges within, where there are several.
public struct SettingSpan: Hashable, Sendable {
  /// One range of an instrument that has several.
  public struct Range: Hashable, Sendable {
    /// The largest magnitude, in SI.
    public var limit: Double
    /// The smallest step in this range, in SI; nil where no source says.
    public var step: Double?
  }

  /// The lowest value, in SI.
  public var lowest: Double
  /// The highest value, in SI.
  public var highest: Double
  /// The smallest step, in SI; nil where no source says.
  public var step: Double?
  /// Ranges, the smallest first; empty where there is only one.
  public var ranges: [Range]

  /// The smallest range that holds a value; nil where the instrument has but one, or none is large enough.
  public func range(for value: Double) -> Range? { ranges.first { $0.limit >= value.magnitude } }
  /// The step a value is set with, in SI; nil where no source says.
  public func step(at value: Double) -> Double? { ranges.isEmpty ? step : range(for: value)?.step }
  /// Whether a value can be set.
  public func contains(_ value: Double) -> Bool { value >= lowest && value <= highest }
  /// The span as channels tell it; a step that no source gives is told as zero.
  public var channelSpan: ChannelSpan {
    ChannelSpan(lowest...highest, resolution: step ?? ranges.compactMap(\.step).min() ?? 0)
  }
}

/// One thing that must be true of the instrument at the other end.
public enum IdentityCheck: Hashable, Sendable {
  /// The value of a register, in its unit, lies in a range.
  case register(String, ClosedRange<Double>)
  /// The answer to a question contains all these words.
  case answer(ask: String, contains: [String])
}

/// What a rest is on an instrument.
public enum RestState: String, Hashable, Sendable, CaseIterable {
  /// The output is off and disconnected; the voltage is still measured.
  case open
  /// The output is off; the voltage of the cell is not measured meanwhile.
  case openUnmeasured = "open, unmeasured"
  /// The output stays on and holds no current in its smallest range, so that the voltage is measured; it is switched off and open only
  /// when the cell is made safe.
  case zeroCurrent = "zero current"
  /// Off means 0 V across the cell: no rest at all.
  case drivesZeroVolts = "drives 0 V"
}

/// What an instrument does by itself when it hears nothing more.
public struct Watchdog: Hashable, Sendable {
  /// After how long a silence.
  public var after: Quantity<Time>
  /// What it does, in words.
  public var action: String
}

/// Addresses nobody may write, and why.
public struct RefusedAddresses: Hashable, Sendable {
  /// From the first to the last.
  public var addresses: ClosedRange<Int>
  /// Why, in words.
  public var reason: String
}
