import Foundation

/// A Keithley 2450 in its own SCPI: one value a reading unless a buffer and its elements are named.
struct Keithley2450: PoweredPanel, ScpiPanel {
  var meter: SourceMeter
  var incidents: [PanelEvent] = []
  var errors: [ScpiError] = []
  var pendingLatency = 0.0
  private var measures = SourceMeter.Function.current
  private var stored: [String: String] = [:]
  private var startTime: Double

  static let currents = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1.0]
  static let voltages = [0.02, 0.2, 2, 20, 200.0]
  static let identity = "KEITHLEY INSTRUMENTS,MODEL 2450,00000000,1.7.12b"

  init(_ stage: PowerStage) {
    meter = SourceMeter(
      stage, currents: Self.currents, voltages: Self.voltages, voltageLimit: 21, currentLimit: 105e-6)
    startTime = stage.time
    meter.apply()
  }

  var stage: PowerStage {
    get { meter.stage }
    set { meter.stage = newValue }
  }

  mutating func advance(to time: Double) { meter.stage.advance(to: time) }
  mutating func restart() { self = Keithley2450(meter.stage) }

  private mutating func reset() {
    let errors = errors
    self = Keithley2450(meter.stage)
    self.errors = errors
  }

  /// What a reading consists of: source value, reading, time from the start.
  private enum Element: String, CaseIterable { case source = "SOURce", reading = "READing", relative = "RELative" }

  private mutating func read(_ words: [String], _ exchange: inout Exchange) throws(ScpiError) -> String {
    guard meter.isOn else { throw .outputOff }
    // The first word may be a buffer.
    let names = words.first.map { $0.hasPrefix("def") } == true ? words.dropFirst() : words[...]
    var elements: [Element] = []
    for name in names { elements.append(try [name].word(Element.self)) }
    let (reading, _, _) = meter.measure()
    exchange.readings.append(reading)
    pendingLatency += meter.powerLineCycles / 50
    return (elements.isEmpty ? [.reading] : elements).map { element in
      let value: Double =
        switch element {
        case .source: meter.function == .current ? reading.current : reading.voltage
        case .reading: measures == .current ? reading.current : reading.voltage
        case .relative: (exchange.time - startTime) * (1 + meter.stage.faults.clockDrift)
        }
      return String(format: "%.6E", value)
    }.joined(separator: ",")
  }

  private typealias Command = ScpiCommand<Keithley2450>

  static let commands = common + output + sourcing + measuring

  private static let common: [ScpiCommand<Keithley2450>] = [
    Command("*IDN", query: { _, _, _ in identity }), Command("*LANG", query: { _, _, _ in "SCPI" }),
    Command("*RST", set: { panel, _, _ in panel.reset() }),
    Command("*CLS", set: { panel, _, _ in panel.errors.removeAll() }),
    Command("*OPC", set: { _, _, _ in }, query: { _, _, _ in "1" }), Command("*WAI", set: { _, _, _ in }),
    Command("SYSTem:ERRor[:NEXT]", query: { panel, _, _ in panel.nextError().entry }),
    Command("SYSTem:ERRor:COUNt", query: { panel, _, _ in "\(panel.errors.count)" }),
    Command("SYSTem:CLEar", set: { panel, _, _ in panel.errors.removeAll() }),
    Command("ABORt", set: { _, _, _ in }),
  ]

  private static let output: [ScpiCommand<Keithley2450>] = [
    Command(
      "OUTPut[:STATe]",
      set: { panel, words, _ throws(ScpiError) in
        panel.meter.isOn = try words.flag()
        panel.meter.apply()
      }, query: { panel, _, _ in panel.meter.isOn ? "1" : "0" }),
    offState(of: "CURRent"), offState(of: "VOLTage"),
  ]

  private static func offState(of function: String) -> ScpiCommand<Keithley2450> {
    Command(
      "OUTPut:\(function):SMODe",
      set: { panel, words, _ throws(ScpiError) in
        panel.meter.offState = try words.word(SourceMeter.OffState.self)
        panel.meter.apply()
      }, query: { panel, _, _ in panel.meter.offState.rawValue.filter { !$0.isLowercase } })
  }

  private static let sourcing: [ScpiCommand<Keithley2450>] = [
    Command(
      "SOURce:FUNCtion[:MODE]",
      set: { panel, words, _ throws(ScpiError) in
        panel.meter.function = try words.word(SourceMeter.Function.self)
        panel.meter.apply()
      }, query: { panel, _, _ in panel.meter.function == .current ? "CURR" : "VOLT" }),
    Command(
      "SOURce:CURRent[:LEVel][:IMMediate][:AMPLitude]",
      set: { panel, words, _ throws(ScpiError) in try panel.meter.setCurrent(try words.number(in: -1.05...1.05)) },
      query: { panel, _, _ in Keithley2400.number(panel.meter.currentLevel) }),
    Command(
      "SOURce:VOLTage[:LEVel][:IMMediate][:AMPLitude]",
      set: { panel, words, _ throws(ScpiError) in try panel.meter.setVoltage(try words.number(in: -210...210)) },
      query: { panel, _, _ in Keithley2400.number(panel.meter.voltageLevel) }),
    Command(
      "SOURce:CURRent:RANGe",
      set: { panel, words, _ throws(ScpiError) in
        try panel.meter.setCurrentRange(try words.number(in: -1.05...1.05))
      },
      query: { panel, _, _ in Keithley2400.number(panel.meter.currentRange) }),
    Command(
      "SOURce:CURRent:RANGe:AUTO",
      set: { panel, words, _ throws(ScpiError) in panel.meter.currentRangeIsAuto = try words.flag() },
      query: { panel, _, _ in panel.meter.currentRangeIsAuto ? "1" : "0" }),
    Command(
      "SOURce:CURRent:VLIMit[:LEVel]",
      set: { panel, words, _ throws(ScpiError) in
        panel.meter.voltageLimit = try words.number(in: -210...210)
        panel.meter.apply()
      }, query: { panel, _, _ in Keithley2400.number(panel.meter.voltageLimit) }),
    Command(
      "SOURce:VOLTage:ILIMit[:LEVel]",
      set: { panel, words, _ throws(ScpiError) in
        panel.meter.currentLimit = try words.number(in: -1.05...1.05)
        panel.meter.apply()
      }, query: { panel, _, _ in Keithley2400.number(panel.meter.currentLimit) }),
    Command("SOURce:CURRent:VLIMit[:LEVel]:TRIPped", query: { panel, _, _ in panel.meter.isInCompliance ? "1" : "0" }),
    Command("SOURce:VOLTage:ILIMit[:LEVel]:TRIPped", query: { panel, _, _ in panel.meter.isInCompliance ? "1" : "0" }),
  ]

  private static let measuring: [ScpiCommand<Keithley2450>] =
    [
      Command("READ", query: { panel, words, exchange throws(ScpiError) in try panel.read(words, &exchange) }),
      Command(
        "[SENSe]:FUNCtion[:ON]",
        set: { panel, words, _ throws(ScpiError) in
          panel.measures = try words.map { $0.uppercased().replacing(":DC", with: "") }.word(SourceMeter.Function.self)
        }, query: { panel, _, _ in panel.measures == .current ? "\"CURR:DC\"" : "\"VOLT:DC\"" }),
    ]
    + ["VOLTage", "CURRent"].flatMap { function in
      [
        Command(
          "[SENSe]:\(function)[:DC]:RSENse",
          set: { panel, words, _ throws(ScpiError) in
            panel.meter.hasRemoteSense = try words.flag()
            panel.meter.apply()
          }, query: { panel, _, _ in panel.meter.hasRemoteSense ? "1" : "0" }),
        Command(
          "[SENSe]:\(function)[:DC]:NPLCycles",
          set: { panel, words, _ throws(ScpiError) in panel.meter.powerLineCycles = try words.number(in: 0.01...10) },
          query: { panel, _, _ in Keithley2400.number(panel.meter.powerLineCycles) }),
      ]
    }
    + [
      ("SOURce:CURRent:READ:BACK", "1"), ("SOURce:CURRent:DELay:AUTO", "1"), ("[SENSe]:COUNt", "1"),
      ("[SENSe]:VOLTage[:DC]:RANGe:AUTO", "1"), ("[SENSe]:CURRent[:DC]:RANGe:AUTO", "1"),
      ("[SENSe]:VOLTage[:DC]:RANGe[:UPPer]", "2.000000E+01"), ("DISPlay:SCReen", "HOME"),
    ].map { pattern, usual in
      Command(
        pattern, set: { panel, words, _ in panel.stored[pattern] = words.first?.uppercased().onOrOff ?? "" },
        query: { panel, _, _ in panel.stored[pattern] ?? usual })
    }
}
