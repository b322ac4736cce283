// What a script does with the cell.
extension ScriptMachine {
  mutating func instrumentCommand(
    _ line: ScriptStatement, at now: Double, _ stage: inout PowerStage, _ exchange: inout Exchange
  ) throws(ScriptError) -> Double? {
    switch line.name {
    case "set_pgstat_mode":
      let mode = try argument(0, line)
      guard [0, 2, 3, 4, 5, 6].contains(mode) else { throw line.error(ScriptError.unknownMode) }
      guard mode < 5 || potentiostat.isGalvanostat else { throw line.error(ScriptError.notSupported) }
      if Int(mode) != potentiostat.mode { potentiostat.isOn = false }
      potentiostat.mode = Int(mode)
    case "set_range", "set_range_minmax", "set_cr":
      let isCurrent = line.name == "set_cr" || ["ba", "db"].contains(line.arguments.first ?? "")
      guard isCurrent else { break }
      let values = try line.arguments.dropFirst(line.name == "set_cr" ? 0 : 1).map { (word) throws(ScriptError) in
        try number(word, line)
      }
      potentiostat.takeRange(for: values.map(\.magnitude).max() ?? 0, &stage)
    case "set_e": potentiostat.potential = try argument(0, line)
    case "set_i": try setLevel(try argument(0, line), line)
    case "cell_on": potentiostat.isOn = true
    case "cell_off": potentiostat.isOn = false
    case "meas":
      guard line.arguments.count >= 3 else { throw line.error(ScriptError.badScriptArgument) }
      let interval = try argument(0, line)
      guard interval >= 0 else { throw line.error(ScriptError.invalidTime) }
      let reading = take(&stage, &exchange)
      let measured = line.arguments[2] == "ba" ? current(reading, &stage) : voltage(reading, "ab")
      try set(line.arguments[1], measured, line)
      return interval
    default: break
    }
    potentiostat.apply(to: &stage)
    return nil
  }

  private func argument(_ index: Int, _ line: ScriptStatement) throws(ScriptError) -> Double {
    guard line.arguments.count > index else { throw line.error(ScriptError.badScriptArgument) }
    return try number(line.arguments[index], line)
  }

  private mutating func setLevel(_ current: Double, _ line: ScriptStatement) throws(ScriptError) {
    guard let largest = potentiostat.ranges.last, current.magnitude <= largest.full * (1 + 1e-9) else {
      throw line.error(ScriptError.outOfRange)
    }
    potentiostat.level = current
  }

  /// Begins a measurement: what it applies, and how often it measures. The interval comes before the run time.
  mutating func begin(
    _ line: ScriptStatement, index: Int, at now: Double, _ stage: inout PowerStage
  ) throws(ScriptError) -> (measurement: Measurement, technique: String) {
    let outputs: Int
    let technique: String
    switch line.name {
    case "meas_loop_cp":
      guard potentiostat.isGalvanostat else { throw line.error(ScriptError.notSupported) }
      guard potentiostat.mode == 6 else { throw line.error(ScriptError.invalidForMode) }
      (outputs, technique) = (3, "M000A")
      try setLevel(try argument(2, line), line)
    case "meas_loop_ca":
      guard [2, 3].contains(potentiostat.mode) else { throw line.error(ScriptError.invalidForMode) }
      (outputs, technique) = (3, "M0007")
      potentiostat.potential = try argument(2, line)
    case "meas_loop_ocp":
      guard !potentiostat.isOn else { throw line.error(ScriptError.cellIsOn) }
      (outputs, technique) = (1, "M000B")
    default: throw line.error(ScriptError.notSupported)
    }
    guard !line.arguments.contains(where: { $0.contains("(") }) else { throw line.error(ScriptError.badOption) }
    let (interval, run) = (try argument(outputs, line), try argument(outputs + 1, line))
    guard interval >= 1e-4, run >= 0, run / interval <= 1e9 else { throw line.error(ScriptError.invalidTime) }
    potentiostat.apply(to: &stage)
    let count = Int((run / interval * (1 + 1e-9)).rounded(.down))
    return (Measurement(statement: line, begin: index, start: now, interval: interval, count: count), technique)
  }

  /// The next reading of a measurement that is under way, into its variables.
  mutating func measure(_ stage: inout PowerStage, _ exchange: inout Exchange) throws(ScriptError) {
    guard let line = measurement?.statement else { return }
    measurement?.done += 1
    var reading = stage.measure()
    let applied = potentiostat.rounded(potentiostat.level)
    // A galvanostat tells the current that it was told to drive.
    if line.name == "meas_loop_cp" { reading.current = applied }
    if line.name == "meas_loop_ocp" { reading.current = 0 }
    exchange.readings.append(reading)
    try set(
      line.arguments[0], voltage(reading, line.name == "meas_loop_ca" ? "da" : "ab", isOverloaded: isLimited(stage)),
      line)
    if line.name == "meas_loop_cp" {
      try set(line.arguments[1], flagged(applied, "db", isOverloaded: isLimited(stage)), line)
    } else if line.name == "meas_loop_ca" {
      try set(line.arguments[1], current(reading, &stage), line)
    }
  }

  private mutating func take(_ stage: inout PowerStage, _ exchange: inout Exchange) -> StageReading {
    let reading = stage.measure()
    exchange.readings.append(reading)
    return reading
  }

  /// Whether the cell does not get what was set.
  private func isLimited(_ stage: PowerStage) -> Bool {
    potentiostat.isOn && (stage.outputRegime != .target || !stage.isDriven)
  }

  private func voltage(_ reading: StageReading, _ type: String, isOverloaded: Bool = false) -> ScriptVariable {
    ScriptVariable(value: reading.voltage, type: type, status: isOverloaded ? 2 : 0)
  }

  private func current(_ reading: StageReading, _ stage: inout PowerStage) -> ScriptVariable {
    flagged(potentiostat.rounded(reading.current), "ba", isOverloaded: isLimited(stage))
  }

  private func flagged(_ current: Double, _ type: String, isOverloaded: Bool) -> ScriptVariable {
    ScriptVariable(value: current, type: type, status: isOverloaded ? 2 : 0, range: potentiostat.range.code)
  }
}
