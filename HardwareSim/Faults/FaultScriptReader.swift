import Documents
import Quantities

/// Reads fault scripts; Documentation/Emulation.md has the table of keys.
enum FaultScriptReader {
  static func read(_ node: DocumentNode) throws(Diagnostics) -> FaultScript {
    try Fields.read(node, as: "fault script") { fields in
      let seed = fields.optionalInteger("seed", in: 0...Int.max)
      return FaultScript(fields.list("faults", of: rule), seed: seed.map(UInt64.init))
    }
  }

  private static func rule(_ field: Field) -> FaultRule? {
    guard let fields = field.fields() else { return nil }
    defer { fields.finish() }
    guard let kind = fields.required("fault", example: FaultKind.lateReply.rawValue)?.choice(FaultKind.self) else {
      // The keys that follow depend on it.
      fields.keys.forEach { _ = fields.field($0) }
      return nil
    }
    let instrument = fields.optionalText("instrument")
    let meetsRequest = side(fields, of: kind)
    let effect = effect(fields, of: kind)
    let trigger = trigger(fields, of: kind)
    let lasts = !kind.isOnWire && kind != .powerLoss && kind != .watchdog
    let duration = lasts ? fields.optionalQuantity("for", Bounds<Time>.positive)?.si : nil
    guard let trigger else { return nil }
    return FaultRule(
      kind, effect, trigger, duration: duration ?? .infinity, meetsRequest: meetsRequest, instrument: instrument)
  }

  private static func side(_ fields: Fields, of kind: FaultKind) -> Bool {
    guard kind.meetsRequests else { return false }
    return fields.field("on")?.choice(Side.self) == .request
  }

  private enum Side: String, CaseIterable { case request, reply }

  private static func trigger(_ fields: Fields, of kind: FaultKind) -> FaultTrigger? {
    let range = 1...1_000_000_000
    var found: [FaultTrigger] = []
    if let field = fields.field("message") {
      if field.node.list != nil {
        let numbers = field.items()?.compactMap { $0.integer(in: range) } ?? []
        found.append(.messages(Set(numbers)))
      } else if let number = field.integer(in: range) {
        found.append(.messages([number]))
      } else {
        return nil
      }
    }
    if let every = fields.field("every") { found.append(.every(every.integer(in: range) ?? 1)) }
    if let chance = fields.field("probability") {
      found.append(.probability(chance.number(Bounds.positive(to: Quantity(si: 1))) ?? 0))
    }
    if let time = fields.field("at") {
      found.append(.time(time.quantity(Bounds<Time>.notNegative)?.si ?? 0))
    }
    guard found.count <= 1 else {
      fields.findings.add(.severalTriggers(at: fields.place))
      return nil
    }
    if let trigger = found.first { return trigger }
    // A fault of the instrument may stand from the beginning.
    if !kind.isOnWire { return .time(0) }
    fields.findings.add(.noTrigger(of: kind, at: fields.place))
    return nil
  }

  private static func effect(_ fields: Fields, of kind: FaultKind) -> FaultEffect {
    func time(_ key: String, _ usual: Double? = nil) -> Double { quantity(fields, key, Time.self, usual) }
    func voltage(_ key: String, _ usual: Double? = nil) -> Double { quantity(fields, key, Voltage.self, usual) }
    func current(_ key: String, _ usual: Double? = nil) -> Double { quantity(fields, key, Current.self, usual) }
    func share(_ key: String) -> Double { fields.optionalNumber(key) ?? 0 }
    return switch kind {
    case .bitFlip: .bitFlip(count: fields.optionalInteger("bits", in: 1...64) ?? 1)
    case .crcError: .crcError
    case .droppedByte: .droppedByte
    case .insertedByte: .insertedByte
    case .split: .split(pause: time("pause"))
    case .lateReply: .lateReply(by: time("by"))
    case .wrongUnit: .wrongUnit
    case .wrongFunction: .wrongFunction
    case .exception: .exception(code: fields.required("code", example: "4")?.integer(in: 1...0xFFFF) ?? 4)
    case .silence: .silence
    case .disconnect: .disconnect(for: time("for"))
    case .idleClose: .idleClose
    case .stuckRelay:
      .stuckRelay(fields.required("as", example: "closed")?.choice(StageFaults.StuckRelay.self) ?? .open)
    case .slowRelay: .slowRelay(time("by"))
    case .openSense: .openSense
    case .contactResistance: .contactResistance(quantity(fields, "resistance", Resistance.self, nil))
    case .compliance: .compliance(voltage("voltage"))
    case .stuckCurrentLimit: .stuckCurrentLimit
    case .rangeGap: .rangeGap(time("gap"))
    case .quantisation: .quantisation(voltage: voltage("voltage", 0), current: current("current", 0))
    case .gain: .gain(error: share("error"), perHour: share("per hour"))
    case .offset:
      .offset(
        voltage: anyVoltage(fields, "voltage"), current: anyCurrent(fields, "current"),
        voltagePerHour: anyVoltage(fields, "voltage per hour"), currentPerHour: anyCurrent(fields, "current per hour"))
    case .clockDrift: .clockDrift(fields.number("fast by"))
    case .frozenRegister:
      .frozenRegister(
        address: fields.required("register", example: "507")?.registerWord() ?? 0,
        word: UInt16(fields.required("raw", example: "0x2620")?.registerWord() ?? 0))
    case .powerLoss: .powerLoss(for: time("for"))
    case .watchdog: .watchdog
    case .local: .local
    }
  }

  /// A quantity that is not negative, in SI; required where there is no usual one.
  private static func quantity<D: Dimension>(
    _ fields: Fields, _ key: String, _: D.Type, _ usual: Double?
  ) -> Double {
    guard let usual else { return fields.quantity(key, Bounds<D>.notNegative).si }
    return fields.optionalQuantity(key, Bounds<D>.notNegative)?.si ?? usual
  }

  private static func anyVoltage(_ fields: Fields, _ key: String) -> Double {
    fields.optionalQuantity(key, Bounds<Voltage>.any)?.si ?? 0
  }

  private static func anyCurrent(_ fields: Fields, _ key: String) -> Double {
    fields.optionalQuantity(key, Bounds<Current>.any)?.si ?? 0
  }
}

extension Field {
  /// An address or a word of a register, decimal or hexadecimal with 0x.
  fileprivate func registerWord() -> Int? {
    guard let text = text(example: "0x2620"), text.hasPrefix("0x") else { return integer(in: 0...0xFFFF) }
    if let word = UInt16(text.dropFirst(2), radix: 16) { return Int(word) }
    findings.add(.noRegisterWord(text, at: place))
    return nil
  }
}
