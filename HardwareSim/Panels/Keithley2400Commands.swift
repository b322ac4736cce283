import Foundation

// The commands that a 2400 understands here. Those without an effect on the cell are stored and read back; what is in neither list is an
// undefined header, as on the instrument.
extension Keithley2400 {
  static let commands = common + system + output + sourcing + measuring + settings

  private typealias Command = ScpiCommand<Keithley2400>

  private static let common: [ScpiCommand<Keithley2400>] = [
    Command("*IDN", query: { _, _, _ in identity }),
    Command("*RST", set: { panel, _, _ in panel.reset() }),
    Command("*CLS", set: { panel, _, _ in panel.errors.removeAll() }),
    Command("*OPC", set: { _, _, _ in }, query: { _, _, _ in "1" }),
    Command("*WAI", set: { _, _, _ in }),
    Command("*TRG", set: { _, _, _ in }),
    Command("*ESE", set: { _, _, _ in }, query: { _, _, _ in "0" }),
    Command("*SRE", set: { _, _, _ in }, query: { _, _, _ in "0" }),
    Command("*ESR", query: { _, _, _ in "0" }),
    Command("*STB", query: { panel, _, _ in panel.errors.isEmpty ? "0" : "4" }),
    Command("*TST", query: { _, _, _ in "0" }),
    Command("*OPT", query: { _, _, _ in "0" }),
  ]

  private static let system: [ScpiCommand<Keithley2400>] = [
    Command("SYSTem:ERRor[:NEXT]", query: { panel, _, _ in panel.nextError().entry }),
    Command("SYSTem:ERRor:COUNt", query: { panel, _, _ in "\(panel.errors.count)" }),
    Command("SYSTem:ERRor:CODE[:NEXT]", query: { panel, _, _ in "\(panel.nextError().code)" }),
    Command("SYSTem:CLEar", set: { panel, _, _ in panel.errors.removeAll() }),
    Command("SYSTem:PRESet", set: { panel, _, _ in panel.reset() }),
    Command("SYSTem:VERSion", query: { _, _, _ in "1996.0" }),
    Command("SYSTem:LOCal", set: { _, _, _ in }),
    Command("SYSTem:REMote", set: { _, _, _ in }),
    Command("SYSTem:TIME:RESet", set: { panel, _, exchange in panel.startTime = exchange.time }),
    Command("SYSTem:BEEPer[:IMMediate]", set: { _, _, _ in }),
    Command(
      "SYSTem:RSENse",
      set: { panel, words, _ throws(ScpiError) in
        panel.meter.hasRemoteSense = try words.flag()
        panel.meter.apply()
      }, query: { panel, _, _ in panel.meter.hasRemoteSense ? "1" : "0" }),
    Command("STATus:MEASurement:CONDition", query: { panel, _, _ in "\(panel.measurementCondition)" }),
    Command("STATus:MEASurement[:EVENt]", query: { panel, _, _ in "\(panel.measurementCondition)" }),
    Command("STATus:QUEue[:NEXT]", query: { panel, _, _ in panel.nextError().entry }),
    Command("STATus:PRESet", set: { _, _, _ in }),
  ]

  private static let output: [ScpiCommand<Keithley2400>] = [
    Command(
      "OUTPut[:STATe]",
      set: { panel, words, _ throws(ScpiError) in
        panel.meter.isOn = try words.flag()
        panel.meter.apply()
      }, query: { panel, _, _ in panel.meter.isOn ? "1" : "0" }),
    Command(
      "OUTPut:SMODe",
      set: { panel, words, _ throws(ScpiError) in
        panel.meter.offState = try words.word(SourceMeter.OffState.self)
        panel.meter.apply()
      }, query: { panel, _, _ in panel.meter.offState.rawValue.filter { !$0.isLowercase } }),
    Command("OUTPut:ENABle:TRIPped", query: { _, _, _ in "1" }),
    Command(
      "SOURce:CLEar[:IMMediate]",
      set: { panel, _, _ in
        panel.meter.isOn = false
        panel.meter.apply()
      }),
    Command(
      "SOURce:CLEar:AUTO", set: { panel, words, _ throws(ScpiError) in panel.turnsOffByItself = try words.flag() },
      query: { panel, _, _ in panel.turnsOffByItself ? "1" : "0" }),
  ]

  private static let sourcing: [ScpiCommand<Keithley2400>] = [
    Command(
      "SOURce:FUNCtion[:MODE]",
      set: { panel, words, _ throws(ScpiError) in
        let function = try words.word(SourceMeter.Function.self)
        panel.meter.function = function
        panel.meter.apply()
      }, query: { panel, _, _ in panel.meter.function == .current ? "CURR" : "VOLT" }),
    Command(
      "SOURce:CURRent[:LEVel][:IMMediate][:AMPLitude]",
      set: { panel, words, _ throws(ScpiError) in try panel.meter.setCurrent(try words.number(in: -1.05...1.05)) },
      query: { panel, _, _ in number(panel.meter.currentLevel) }),
    Command(
      "SOURce:VOLTage[:LEVel][:IMMediate][:AMPLitude]",
      set: { panel, words, _ throws(ScpiError) in try panel.meter.setVoltage(try words.number(in: -210...210)) },
      query: { panel, _, _ in number(panel.meter.voltageLevel) }),
    Command(
      "SOURce:CURRent:RANGe",
      set: { panel, words, _ throws(ScpiError) in try panel.meter.setCurrentRange(try words.number(in: -1.05...1.05)) },
      query: { panel, _, _ in number(panel.meter.currentRange) }),
    Command(
      "SOURce:VOLTage:RANGe",
      set: { panel, words, _ throws(ScpiError) in try panel.meter.setVoltageRange(try words.number(in: -210...210)) },
      query: { panel, _, _ in number(panel.meter.voltageRange) }),
    Command(
      "SOURce:CURRent:RANGe:AUTO",
      set: { panel, words, _ throws(ScpiError) in panel.meter.currentRangeIsAuto = try words.flag() },
      query: { panel, _, _ in panel.meter.currentRangeIsAuto ? "1" : "0" }),
    Command(
      "SOURce:VOLTage:RANGe:AUTO",
      set: { panel, words, _ throws(ScpiError) in panel.meter.voltageRangeIsAuto = try words.flag() },
      query: { panel, _, _ in panel.meter.voltageRangeIsAuto ? "1" : "0" }),
    Command(
      "[SENSe]:VOLTage[:DC]:PROTection[:LEVel]",
      set: { panel, words, _ throws(ScpiError) in
        let limit = try words.number(in: -210...210)
        // Not below 0.1 % of the measuring range.
        guard limit.magnitude >= 0.001 * panel.meter.measuredVoltageRange else { throw .outOfRange }
        panel.meter.voltageLimit = limit
        panel.meter.apply()
      }, query: { panel, _, _ in number(panel.meter.voltageLimit) }),
    Command(
      "[SENSe]:CURRent[:DC]:PROTection[:LEVel]",
      set: { panel, words, _ throws(ScpiError) in
        let limit = try words.number(in: -1.05...1.05)
        guard limit.magnitude >= 0.001 * panel.meter.measuredCurrentRange else { throw .outOfRange }
        panel.meter.currentLimit = limit
        panel.meter.apply()
      }, query: { panel, _, _ in number(panel.meter.currentLimit) }),
    Command(
      "[SENSe]:VOLTage[:DC]:PROTection:TRIPped",
      query: { panel, _, _ in panel.meter.isInCompliance && panel.meter.function == .current ? "1" : "0" }),
    Command(
      "[SENSe]:CURRent[:DC]:PROTection:TRIPped",
      query: { panel, _, _ in panel.meter.isInCompliance && panel.meter.function == .voltage ? "1" : "0" }),
  ]

  static func number(_ value: Double) -> String { String(format: "%.6E", value) }
}
