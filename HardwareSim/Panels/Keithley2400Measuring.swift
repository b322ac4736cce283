// Reading, formats, and what is only stored.
extension Keithley2400 {
  static let measuring: [ScpiCommand<Keithley2400>] = [
    ScpiCommand("READ", query: { panel, _, exchange throws(ScpiError) in try panel.read(&exchange) }),
    ScpiCommand(
      "INITiate[:IMMediate]", set: { panel, _, exchange throws(ScpiError) in _ = try panel.read(&exchange) }),
    ScpiCommand(
      "FETCh",
      query: { panel, _, _ throws(ScpiError) in
        guard let latest = panel.latest else { throw ScpiError(code: -230, text: "Data corrupt or stale") }
        return latest
      }),
    ScpiCommand("ABORt", set: { _, _, _ in }),
    measurement(of: .voltage),
    measurement(of: .current),
    measurement(of: .resistance),
    ScpiCommand(
      "[SENSe]:FUNCtion[:ON]",
      set: { panel, words, _ throws(ScpiError) in
        guard !words.isEmpty else { throw .missingParameter }
        var asked: Set<Element> = []
        for word in words { asked.insert(try function(word)) }
        panel.functions = asked
      },
      query: { panel, _, _ in panel.functions.sorted { $0.rawValue < $1.rawValue }.map(\.quoted).joined(separator: ",")
      }),
    ScpiCommand(
      "[SENSe]:FUNCtion[:ON]:ALL",
      set: { panel, _, _ in panel.functions = [.voltage, .current, .resistance] }),
    ScpiCommand("[SENSe]:FUNCtion:OFF:ALL", set: { panel, _, _ in panel.functions = [] }),
    ScpiCommand(
      "FORMat:ELEMents[:SENSe]",
      set: { panel, words, _ throws(ScpiError) in
        var asked: Set<Element> = []
        for word in words { asked.insert(try [word].word(Element.self)) }
        guard !asked.isEmpty else { throw .missingParameter }
        // They come in an order of their own, whatever order they are asked for in.
        panel.elements = Element.allCases.filter(asked.contains)
      },
      query: { panel, _, _ in panel.elements.map { $0.rawValue.filter { !$0.isLowercase } }.joined(separator: ",") }),
    ScpiCommand(
      "[SENSe]:VOLTage[:DC]:NPLCycles",
      set: { panel, words, _ throws(ScpiError) in
        panel.meter.powerLineCycles = try words.number(in: 0.01...10)
      }, query: { panel, _, _ in number(panel.meter.powerLineCycles) }),
    ScpiCommand(
      "[SENSe]:CURRent[:DC]:NPLCycles",
      set: { panel, words, _ throws(ScpiError) in
        panel.meter.powerLineCycles = try words.number(in: 0.01...10)
      }, query: { panel, _, _ in number(panel.meter.powerLineCycles) }),
    ScpiCommand(
      "[SENSe]:VOLTage[:DC]:RANGe[:UPPer]",
      set: { panel, words, _ throws(ScpiError) in
        guard let range = panel.meter.voltages.holding(try words.number(in: -210...210)) else { throw .outOfRange }
        (panel.meter.measuredVoltageRange, panel.meter.measuredVoltageIsAuto) = (range, false)
      }, query: { panel, _, _ in number(panel.meter.measuredVoltageRange) }),
    ScpiCommand(
      "[SENSe]:CURRent[:DC]:RANGe[:UPPer]",
      set: { panel, words, _ throws(ScpiError) in
        guard let range = panel.meter.currents.holding(try words.number(in: -1.05...1.05)) else { throw .outOfRange }
        (panel.meter.measuredCurrentRange, panel.meter.measuredCurrentIsAuto) = (range, false)
      }, query: { panel, _, _ in number(panel.meter.measuredCurrentRange) }),
    ScpiCommand(
      "[SENSe]:VOLTage[:DC]:RANGe:AUTO",
      set: { panel, words, _ throws(ScpiError) in panel.meter.measuredVoltageIsAuto = try words.flag() },
      query: { panel, _, _ in panel.meter.measuredVoltageIsAuto ? "1" : "0" }),
    ScpiCommand(
      "[SENSe]:CURRent[:DC]:RANGe:AUTO",
      set: { panel, words, _ throws(ScpiError) in panel.meter.measuredCurrentIsAuto = try words.flag() },
      query: { panel, _, _ in panel.meter.measuredCurrentIsAuto ? "1" : "0" }),
  ]

  /// Patterns of settings without an effect here, with what they are after switching on.
  static let settings = [
    ("SOURce:CURRent:MODE", "FIX"), ("SOURce:VOLTage:MODE", "FIX"), ("SOURce:DELay", "0.000000E+00"),
    ("SOURce:DELay:AUTO", "1"), ("SOURce:VOLTage:PROTection[:LEVel]", "2.100000E+02"), ("OUTPut:ENABle[:STATe]", "0"),
    ("SYSTem:AZERo[:STATe]", "1"), ("SYSTem:AZERo:CACHing:STATe", "1"), ("SYSTem:RWLock", "0"),
    ("SYSTem:BEEPer:STATe", "1"), ("SYSTem:LFRequency", "50"), ("[SENSe]:FUNCtion:CONCurrent", "1"),
    ("[SENSe]:RESistance:MODE", "MAN"), ("[SENSe]:RESistance:RANGe[:UPPer]", "2.100000E+05"),
    ("[SENSe]:RESistance:RANGe:AUTO", "1"), ("[SENSe]:RESistance:NPLCycles", "1.000000E+00"),
    ("[SENSe]:AVERage[:STATe]", "0"), ("[SENSe]:AVERage:TCONtrol", "MOV"), ("[SENSe]:AVERage:COUNt", "10"),
    ("ROUTe:TERMinals", "FRON"), ("FORMat[:DATA]", "ASC"), ("FORMat:SREGister", "ASC"), ("DISPlay:ENABle", "1"),
    ("DISPlay[:WINDow]:TEXT:STATe", "0"), ("TRIGger:COUNt", "1"), ("TRIGger:DELay", "0.000000E+00"),
    ("TRIGger:SOURce", "IMM"), ("TRIGger:CLEar", ""), ("ARM:COUNt", "1"), ("ARM:SOURce", "IMM"),
    ("ARM:TIMer", "1.000000E-01"), ("TRACe:FEED:CONTrol", "NEV"), ("STATus:MEASurement:ENABle", "0"),
  ].map { pattern, usual in
    ScpiCommand<Keithley2400>(
      pattern,
      set: { panel, words, _ in panel.stored[pattern] = words.joined(separator: ",").uppercased().onOrOff },
      query: { panel, _, _ in panel.stored[pattern] ?? usual })
  }

  private static func measurement(of element: Element) -> ScpiCommand<Keithley2400> {
    ScpiCommand(
      "MEASure:\(element.rawValue)[:DC]",
      query: { panel, _, exchange throws(ScpiError) in
        panel.functions = [element]
        if !panel.meter.isOn {
          panel.meter.isOn = true
          panel.meter.apply()
        }
        return try panel.read(&exchange)
      })
  }

  private static func function(_ word: String) throws(ScpiError) -> Element {
    let name = word.uppercased().replacing(":DC", with: "")
    let function = try [name].word(Element.self)
    guard [.voltage, .current, .resistance].contains(function) else { throw .illegalValue }
    return function
  }
}

extension Keithley2400.Element {
  fileprivate var quoted: String {
    let name = rawValue.filter { !$0.isLowercase }
    return self == .resistance ? "\"\(name)\"" : "\"\(name):DC\""
  }
}

extension String {
  /// On and off as the instrument reads them back.
  var onOrOff: String { self == "ON" ? "1" : self == "OFF" ? "0" : self }
}
