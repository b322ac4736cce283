public import DeviceProfiles
import Documents
import Quantities
import TestProtocols

// Every sentence about what an instrument cannot do for a plan, in one place.

extension SettingSpan {
  /// The span as voltages: "0 V to 60 V".
  public var voltageWords: String {
    "\(Quantity<Voltage>(si: lowest).inWords) to \(Quantity<Voltage>(si: highest).inWords)"
  }
  /// The span as currents: "-60 A to 60 A".
  public var currentWords: String {
    "\(Quantity<Current>(si: lowest).inWords) to \(Quantity<Current>(si: highest).inWords)"
  }
  /// The span as temperatures: "0 °C to 80 °C".
  public var temperatureWords: String {
    "\(Quantity<Temperature>(si: lowest).formatted(in: .celsius)) to "
      + Quantity<Temperature>(si: highest).formatted(in: .celsius)
  }
}

extension Diagnostic {
  static func isNoCycler(_ title: String, at place: Place?) -> Diagnostic {
    Diagnostic(
      "\(title) is a chamber: it holds no current", at: place, mend: "name a cycler: `sandglass list devices`")
  }

  static func holdsNoCurrent(_ words: String, _ title: String, at place: Place?) -> Diagnostic {
    Diagnostic(
      "\(words) holds a current, and \(title) holds voltages only", at: place,
      detail: "a current loop in software would be too slow to keep a cell safe",
      mend: "take a galvanostat, such as keithley-2400 or palmsens-emstat4")
  }

  static func holdsNoVoltage(_ words: String, _ title: String, at place: Place?) -> Diagnostic {
    Diagnostic(
      "\(words) holds a voltage, and the profile of \(title) holds none", at: place,
      mend: "take an instrument that does, or end the step before with a voltage")
  }

  static func sinksNothing(
    _ words: String, _ current: Quantity<Current>, _ title: String, at place: Place?
  ) -> Diagnostic {
    Diagnostic(
      "\(words) asks for \(current.inWords), and \(title) only sources: it cannot sink current", at: place,
      mend: "take a bidirectional or four-quadrant instrument")
  }

  static func outside(
    _ words: String, _ value: String, _ range: String, _ title: String, at place: Place?
  ) -> Diagnostic {
    Diagnostic(
      "\(words) asks for \(value), outside \(title)", at: place, detail: "it sets \(range)",
      mend: "take another instrument, or a smaller cell")
  }

  static func tooCoarse(
    _ words: String, _ current: Quantity<Current>, _ step: Quantity<Current>, least: Quantity<Current>,
    _ title: String, at place: Place?
  ) -> Diagnostic {
    Diagnostic(
      "\(words) asks for \(current.inWords), and \(title) sets steps of \(step.inWords)", at: place,
      detail: "from \(least.inWords) on, a current is set within 1 %",
      mend: "take an instrument with smaller steps, or a larger cell")
  }

  static func endOutside(
    _ words: String, _ end: String, _ range: String, _ title: String, at place: Place?
  ) -> Diagnostic {
    Diagnostic(
      "\(words) waits for \(end), where \(title) cannot go", at: place, detail: "it goes from \(range)",
      mend: "change the end, or take another instrument")
  }

  static func safetyOutside(
    _ limit: String, _ range: String, hasNegative: Bool, _ title: String, at place: Place?
  ) -> Diagnostic {
    Diagnostic(
      "the safety limits let the voltage go to \(limit), where \(title) cannot follow", at: place,
      detail: "it goes from \(range)" + (hasNegative ? "" : "; a symmetric cell needs both signs"),
      mend: "narrow the safety limits if the cell never goes there, or take another instrument")
  }

  static func restUnmeasured(_ words: String, _ title: String, at place: Place?) -> Diagnostic {
    Diagnostic(
      "\(words), and \(title) does not measure the cell's voltage with its output off", at: place,
      detail: "no detector, limit or end would see the cell meanwhile",
      mend: "leave the rests out, or take an instrument that measures")
  }

  static func restDrivesZero(_ words: String, _ title: String, at place: Place?) -> Diagnostic {
    Diagnostic(
      "\(words), and \(title) drives 0 V across the cell when it is off", at: place,
      detail: "that discharges the cell instead of resting it",
      mend: "leave the rests out, or take an instrument that opens the cell")
  }

  static func tooFast(
    _ words: String, _ every: Quantity<Time>, _ fastest: Quantity<Time>, _ title: String, at place: Place?
  ) -> Diagnostic {
    Diagnostic(
      "\(words) records every \(every.inWords), and \(title) reads every \(fastest.inWords) at best", at: place,
      mend: "record every \(fastest.inWords) or more")
  }
}
