// The commands that act, and those that change nothing here.
extension ScriptMachine {
  /// Commands that are taken and change nothing that is emulated: filters, pins, displays.
  private static let idle: Set<String> = [
    "set_pgstat_chan", "set_max_bandwidth", "set_autoranging", "set_acquisition_frac",
    "set_acquisition_frac_autoadjust",
    "set_pot_range", "set_poly_we_mode", "set_ir_comp", "set_gpio", "set_gpio_cfg", "set_gpio_pullup", "set_gpio_msk",
    "set_e_aux", "set_channel_sync", "set_scan_dir", "set_bipot_mode", "set_bipot_potential", "notify_led", "beep",
    "file_open", "file_close", "int_to_float", "float_to_int",
  ]

  private static let acting: Set<String> = [
    "var", "array", "store_var", "copy_var", "add_var", "sub_var", "mul_var", "div_var", "mod_var", "alter_vartype",
    "array_get", "array_set", "set_int", "set_pgstat_mode", "set_range", "set_range_minmax", "set_cr", "set_e", "set_i",
    "cell_on", "cell_off", "timer_start", "timer_get", "wait", "meas", "pck_start", "pck_add", "pck_end", "send_string",
    "set_script_output", "abort", "get_time",
  ]

  static func knows(_ name: String) -> Bool { idle.contains(name) || acting.contains(name) }

  /// Does a command; the time in s that it takes, or nil for none.
  mutating func command(
    _ line: ScriptStatement, at now: Double, _ stage: inout PowerStage, _ exchange: inout Exchange
  ) throws(ScriptError) -> Double? {
    func need(_ count: Int) throws(ScriptError) {
      guard line.arguments.count >= count else { throw line.error(ScriptError.badScriptArgument) }
    }
    switch line.name {
    case "var":
      try need(1)
      variables[line.arguments[0]] = ScriptVariable(value: 0)
    case "array":
      try need(2)
      let size = try number(line.arguments[1], line)
      guard size >= 1, size <= Double(Self.mostArrayItems) else { throw line.error(ScriptError.outOfRange) }
      arrays[line.arguments[0]] = [Double](repeating: 0, count: Int(size))
    case "store_var":
      try need(2)
      let value = try number(line.arguments[1], line)
      try set(
        line.arguments[0], ScriptVariable(value: value, type: line.arguments.count > 2 ? line.arguments[2] : "ja"), line
      )
    case "copy_var":
      try need(2)
      try set(line.arguments[1], try variable(line.arguments[0], line), line)
    case "array_get":
      try need(3)
      try set(line.arguments[2], try variable("\(line.arguments[0])[\(line.arguments[1])]", line), line)
    case "array_set":
      try need(3)
      try set(
        "\(line.arguments[0])[\(line.arguments[1])]", ScriptVariable(value: try number(line.arguments[2], line)), line)
    case "add_var", "sub_var", "mul_var", "div_var", "mod_var":
      try need(2)
      var target = try variable(line.arguments[0], line)
      target.value = try calculated(line.name, target.value, try number(line.arguments[1], line), line)
      try set(line.arguments[0], target, line)
    case "alter_vartype":
      try need(2)
      var target = try variable(line.arguments[0], line)
      target.type = String(line.arguments[1].prefix(2))
      try set(line.arguments[0], target, line)
    case "timer_start": timerStart = now
    case "timer_get", "get_time":
      try need(1)
      let elapsed = (now - (line.name == "timer_get" ? timerStart : 0)) * (1 + stage.faults.clockDrift)
      try set(line.arguments[0], ScriptVariable(value: elapsed, type: "eb"), line)
    case "wait":
      try need(1)
      let time = try number(line.arguments[0], line)
      guard time >= 0 else { throw line.error(ScriptError.invalidTime) }
      return time
    case "abort":
      abort(at: now)
    case "pck_start": package = []
    case "pck_add":
      try need(1)
      guard package != nil else { throw line.error(ScriptError.syntax) }
      let packed = try variable(line.arguments[0], line).packed
      package?.append(packed)
    case "pck_end":
      guard let parts = package else { throw line.error(ScriptError.syntax) }
      say("P" + parts.joined(separator: ";"))
      package = nil
    case "send_string":
      try need(1)
      say("T" + (try text(line.arguments.joined(separator: " "), line)))
    case "set_script_output":
      try need(1)
      isMute = try number(line.arguments[0], line) == 0
    default: return try instrumentCommand(line, at: now, &stage, &exchange)
    }
    return nil
  }

  private func calculated(
    _ name: String, _ a: Double, _ b: Double, _ line: ScriptStatement
  ) throws(ScriptError) -> Double {
    let value: Double =
      switch name {
      case "add_var": a + b
      case "sub_var": a - b
      case "mul_var": a * b
      case "div_var": a / b
      default: a.truncatingRemainder(dividingBy: b)
      }
    guard value.isFinite else { throw line.error(ScriptError.notANumber) }
    return value
  }

  /// A condition `a < b` of a branch or a loop.
  func isTrue(_ line: ScriptStatement) throws(ScriptError) -> Bool {
    guard line.arguments.count >= 3 else { throw line.error(ScriptError.badScriptArgument) }
    let (a, b) = (try number(line.arguments[0], line), try number(line.arguments[2], line))
    switch line.arguments[1] {
    case "<": return a < b
    case "<=": return a <= b
    case ">": return a > b
    case ">=": return a >= b
    case "==": return a == b
    case "!=": return a != b
    case "&": return Int(a) & Int(b) != 0
    default: throw line.error(ScriptError.badScriptArgument)
    }
  }

  /// The value of a literal or a variable.
  func number(_ text: String, _ line: ScriptStatement) throws(ScriptError) -> Double {
    if let literal = ScriptNumber.literal(text) { return literal }
    return try variable(text, line).value
  }

  /// A variable, or an item of an array.
  func variable(_ name: String, _ line: ScriptStatement) throws(ScriptError) -> ScriptVariable {
    if let variable = variables[name] { return variable }
    guard let place = try item(name, line), let value = arrays[place.array]?[place.index] else {
      throw line.error(ScriptError.undeclared)
    }
    return ScriptVariable(value: value)
  }

  mutating func set(_ name: String, _ variable: ScriptVariable, _ line: ScriptStatement) throws(ScriptError) {
    if variables[name] != nil {
      variables[name] = variable
    } else if let place = try item(name, line) {
      arrays[place.array]?[place.index] = variable.value
    } else {
      throw line.error(ScriptError.undeclared)
    }
  }

  private func item(_ name: String, _ line: ScriptStatement) throws(ScriptError) -> (array: String, index: Int)? {
    guard name.hasSuffix("]"), let open = name.firstIndex(of: "[") else { return nil }
    let array = String(name[..<open])
    guard let items = arrays[array] else { return nil }
    let index = try number(String(name[name.index(after: open)...].dropLast()), line)
    guard index >= 0, index < Double(items.count) else { throw line.error(ScriptError.outOfRange) }
    return (array, Int(index))
  }

  /// A string, with the values of variables where it begins with `f`.
  private func text(_ quoted: String, _ line: ScriptStatement) throws(ScriptError) -> String {
    let isFormat = quoted.hasPrefix("f\"")
    var inner = (isFormat ? quoted.dropFirst() : quoted[...]).drop { $0 == "\"" }
    if inner.last == "\"" { inner = inner.dropLast() }
    guard isFormat else { return String(inner) }
    var text = ""
    while let open = inner.firstIndex(of: "{"), let close = inner[open...].firstIndex(of: "}") {
      text += inner[..<open]
      text += "\(Float(try number(String(inner[inner.index(after: open)..<close]), line)))"
      inner = inner[inner.index(after: close)...]
    }
    return text + inner
  }
}
