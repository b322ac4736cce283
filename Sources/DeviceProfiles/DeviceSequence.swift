public import Quantities

/// What a sequence is for.
public enum SequenceName: String, Hashable, Sendable, CaseIterable {
  /// Once, before anything: remote control, the instrument's own limits, the watchdog; the output stays off.
  case arm
  /// Sets a current.
  case holdCurrent = "hold current"
  /// Sets a voltage.
  case holdVoltage = "hold voltage"
  /// Sets a temperature.
  case holdTemperature = "hold temperature"
  /// Rests: what `rest` of the profile says.
  case open
  /// Switches the output on, when what it shall hold is set.
  case outputOn = "output on"
  /// Switches the output off between holding a current and holding a voltage, where the instrument needs that.
  case outputOff = "output off"
  /// Clears latched alarms, when a person said so.
  case acknowledge
  /// Output off, then open.
  case makeSafe = "make safe"
  /// Gives the instrument back to its front panel.
  case release
}

/// One step of a sequence.
public enum SequenceStep: Hashable, Sendable {
  /// Writes a register, and reads it back where it can be.
  case write(String, SequenceValue)
  /// Reads a register and goes on only when it has this value.
  case expect(String, SequenceValue)
  /// Sends a line of text.
  case send(LineTemplate)
  /// Sends a line of text and reads one; goes on only when it is as expected, if anything is.
  case ask(LineTemplate, Expectation?)
  /// Waits.
  case wait(Quantity<Time>)

  /// What an answer must be.
  public enum Expectation: Hashable, Sendable {
    /// Contains these words.
    case contains(String)
    /// Is this number, to one part in a thousand.
    case number(SequenceValue)
  }
}

/// A value of a sequence: a number, or one that is known only when it runs.
public enum SequenceValue: Hashable, Sendable {
  /// A number, in the unit of the register or command.
  case number(Double)
  /// A word that the register's `values` explain: "off".
  case word(String)
  /// What is to be held, or the channel's limits.
  case known(Known)

  /// What is known when a sequence runs, in SI; written in braces: `{compliance voltage}`.
  public enum Known: String, Hashable, Sendable, CaseIterable {
    /// Current to hold, signed: positive into the + terminal.
    case current
    /// The current to hold where it is positive, else 0.
    case sourceCurrent = "source current"
    /// The magnitude of the current to hold where it is negative, else 0.
    case sinkCurrent = "sink current"
    /// Voltage to hold.
    case voltage
    /// The voltage that may not be passed in the direction of the current: the upper limit for a current of 0 or more, the lower for less.
    case complianceVoltage = "compliance voltage"
    /// The larger magnitude of the two voltage limits: for instruments that clamp both ways alike.
    case voltageClamp = "voltage clamp"
    /// The larger magnitude of the two current limits.
    case currentClamp = "current clamp"
    /// Upper voltage limit.
    case highestVoltage = "highest voltage"
    /// Lower voltage limit; 0 where it is below and the instrument has no negative voltages.
    case lowestVoltage = "lowest voltage"
    /// Upper current limit where it is positive, else 0.
    case highestSource = "highest source current"
    /// Magnitude of the lower current limit where it is negative, else 0.
    case highestSink = "highest sink current"
    /// A twentieth of the voltage limits' span above the upper one: where the instrument's own protection acts, behind the run's limits.
    case tripVoltage = "trip voltage"
    /// A twentieth of the voltage limits' span below the lower one, no lower than the instrument goes.
    case lowTripVoltage = "low trip voltage"
    /// A twentieth of the current limits' span above the highest source current.
    case sourceTripCurrent = "source trip current"
    /// A twentieth of the current limits' span above the highest sink current.
    case sinkTripCurrent = "sink trip current"
    /// The range that holds the current to hold, A.
    case currentRange = "current range"
    /// The smallest range of currents, A.
    case smallestCurrentRange = "smallest current range"
    /// Temperature to hold.
    case temperature
  }
}

/// A line of text with values in braces: `:SOUR:CURR {current}`.
public struct LineTemplate: Hashable, Sendable {
  /// A part of the line.
  public enum Part: Hashable, Sendable {
    /// As it stands.
    case text(String)
    /// A value, printed in SI.
    case value(SequenceValue.Known)
  }

  /// The parts in their order.
  public var parts: [Part]
  /// The line as the profile has it.
  public var source: String
}

/// How a reading is taken.
public struct ReadingSource: Hashable, Sendable {
  /// Registers that are read in one request each, so that they are one snapshot; empty for a line-based instrument.
  public var blocks: [[String]]
  /// Register of the voltage, or the position of it in the answer.
  public var voltage: ReadingPart?
  /// Register of the current, or the position of it in the answer.
  public var current: ReadingPart?
  /// Register of the temperature.
  public var temperature: ReadingPart?
  /// The bit that says that the current flows out of the cell, where the register has only its magnitude.
  public var sink: DeviceRegister.Mirror?
  /// The question, of a line-based instrument.
  public var ask: String?
  /// How many numbers the answer has.
  public var fields: Int
  /// The number in the answer that stands for "not measured".
  public var missing: Double?
  /// Position of the status word in the answer.
  public var status: Int?
}

/// Where one value of a reading is.
public enum ReadingPart: Hashable, Sendable {
  /// In a register.
  case register(String)
  /// At a position of the answer, from 0.
  case field(Int)
}

/// One thing the status says.
public struct StatusSign: Hashable, Sendable {
  /// What it is to the channel.
  public enum Meaning: String, Hashable, Sendable, CaseIterable {
    /// The output is on.
    case outputOn = "output on"
    /// The program has remote control.
    case remote
    /// The instrument holds the voltage, whatever it was told.
    case constantVoltage = "constant voltage"
    /// The instrument holds the current.
    case constantCurrent = "constant current"
    /// The instrument is at its power or another limit.
    case limited
    /// A latched alarm: the output is off, and stays so until a person clears it.
    case trip
    /// The reading overflowed its range.
    case overflow
    /// External sense leads are in use.
    case remoteSense = "remote sense"
    /// The instrument gave up waiting for the program.
    case linkTimedOut = "link timed out"
  }

  /// Register that has it; nil for the status word of a line-based instrument's answer.
  public var register: String?
  /// Its bits, from the lowest.
  public var bits: ClosedRange<Int>
  /// It is said when the bits are one of these values.
  public var values: Set<Int>
  /// What it is to the channel.
  public var meaning: Meaning
  /// In words: "overvoltage (OVP)".
  public var words: String
  /// Whether no source settles it; nothing acts on it then, and `check` says so.
  public var isUnverified: Bool

  /// Whether a raw value says it.
  public func isSaid(by raw: Int) -> Bool {
    let width = bits.upperBound - bits.lowerBound + 1
    let mask = width >= Int.bitWidth - 1 ? Int.max : (1 << width) - 1
    return values.contains((raw >> bits.lowerBound) & mask)
  }
}

/// How an instrument answers a read coil.
public enum CoilReplies: String, Hashable, Sendable, CaseIterable {
  /// One byte, as the Modbus standard has it.
  case standard
  /// Two bytes, FF 00 or 00 00, as EA's in their "Limited" setting; libmodbus takes it for a fault.
  case twoBytes = "two bytes"
}
