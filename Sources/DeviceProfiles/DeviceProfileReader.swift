public import Documents
import Quantities

extension DeviceProfile {
  /// Reads a profile from a YAML file.
  public static func read(_ path: String) throws(Diagnostics) -> DeviceProfile { try read(try Document.read(path)) }

  /// Reads a profile from YAML text; `file` is the name shown in messages.
  public static func parse(yaml: String, file: String) throws(Diagnostics) -> DeviceProfile {
    try read(try Document.parse(yaml: yaml, file: file))
  }

  /// Reads a profile from a document; throws every fault in it, a sequence that writes a refused register among them.
  public static func read(_ node: DocumentNode) throws(Diagnostics) -> DeviceProfile {
    try Fields.read(node, as: "device profile") { fields in
      let language = fields.required("language", example: "modbus")?.choice(Language.self) ?? .modbus
      let registers = fields.registers()
      let profile = DeviceProfile(
        name: fields.text("name", example: "EA PSB 10000"),
        kind: fields.required("kind", example: "cycler")?.choice(Kind.self) ?? .cycler,
        language: language,
        transports: fields.list("transports") { $0.transport(of: language) },
        timing: fields.mapping("timing") { $0.timing() },
        identity: fields.identity(),
        models: fields.list("models") { $0.model() },
        scales: fields.nominalScales(),
        registers: registers,
        sequences: fields.sequences(),
        reading: fields.optionalMapping("reading") { $0.reading() },
        status: fields.field("status")?.items()?.compactMap { $0.statusSign() } ?? [],
        rest: fields.field("rest")?.choice(RestState.self) ?? .open,
        watchdog: fields.optionalMapping("watchdog") {
          Watchdog(after: $0.quantity("after", .positive), action: $0.text("then"))
        },
        exceptions: fields.exceptions(),
        coilReplies: fields.field("coil replies")?.choice(CoilReplies.self) ?? .standard,
        refused: fields.field("refused")?.items()?.compactMap { $0.refusedAddresses() } ?? [],
        unverified: fields.field("unverified")?.items()?.compactMap { $0.text() } ?? [])
      ProfileConsistency(profile: profile, fields: fields).check()
      return profile
    }
  }
}

extension Fields {
  fileprivate func timing() -> DeviceTiming {
    let times = Bounds<Time>.notNegative(to: Quantity(si: 600))
    let gap: Quantity<Time> = quantity("gap", times, example: "10 ms")
    return DeviceTiming(
      gap: gap, writeSpacing: optionalQuantity("write spacing", times) ?? .zero,
      answer: quantity("answer", .positive(to: Quantity(si: 600)), example: "0.5 s"),
      byteGap: optionalQuantity("byte gap", times),
      reading: quantity("reading", .positive(to: Quantity(si: 600)), example: "0.1 s"),
      stale: quantity("stale", .positive(to: Quantity(si: 3600)), example: "2 s"))
  }

  fileprivate func nominalScales() -> [String: NominalScale] {
    optionalMapping("scales") { scales in
      scales.named { field in
        field.fields().map { part in
          defer { part.finish() }
          return NominalScale(
            nominal: part.text("nominal", example: "nominal voltage"),
            over: part.required("over", example: "0xCCCC")?.registerNumber() ?? .nan)
        }
      }
    } ?? [:]
  }

  fileprivate func exceptions() -> [Int: String] {
    let words = optionalMapping("exceptions") { $0.named { $0.text() } } ?? [:]
    let field = field("exceptions")
    return words.reduce(into: [:]) { table, entry in
      guard let code = Int(entry.key), (1...255).contains(code) else {
        field?.report("\"\(entry.key)\" is no exception code", detail: "codes are whole numbers from 1 to 255")
        return
      }
      table[code] = entry.value
    }
  }

  /// The identity checks of the profile, or of a model; none where the key is left out.
  func identity() -> [IdentityCheck] { field("identity")?.items()?.compactMap { $0.identityCheck() } ?? [] }

  /// All entries of a mapping whose keys are names of one's own choice.
  func named<Value>(_ read: (Field) -> Value?) -> [String: Value] {
    keys.reduce(into: [:]) { table, key in table[key] = field(key).flatMap(read) }
  }
}

extension Field {
  fileprivate func model() -> DeviceModel? {
    fields().map { model in
      defer { model.finish() }
      return DeviceModel(
        name: model.text("name"), identity: model.identity(),
        voltage: model.optionalMapping("voltage") { $0.span(Voltage.self) },
        current: model.optionalMapping("current") { $0.span(Current.self) },
        temperature: model.optionalMapping("temperature") { $0.span(Temperature.self) },
        scales: model.optionalMapping("scales") { $0.named { $0.fixedScale() } } ?? [:])
    }
  }

  fileprivate func identityCheck() -> IdentityCheck? {
    fields().flatMap { check in
      defer { check.finish() }
      if let ask = check.field("ask") {
        let words = check.list("contains") { $0.text() }
        return ask.text().map { .answer(ask: $0, contains: words) }
      }
      let register = check.text("register", example: "nominal voltage")
      guard let value = check.required("is", example: "60") else { return nil }
      if let ends = value.node.list {
        let limits = ends.compactMap { Field("is", $0, findings: findings).registerNumber() }
        guard limits.count == 2, ends.count == 2, limits[0] <= limits[1] else {
          value.report("a range has two ends, the lower one first", mend: "write   is: [60060, 60064]")
          return nil
        }
        return .register(register, limits[0]...limits[1])
      }
      return value.registerNumber().map { .register(register, $0...$0) }
    }
  }

  fileprivate func refusedAddresses() -> RefusedAddresses? {
    fields().flatMap { refused in
      defer { refused.finish() }
      let range = refused.required("addresses", example: "[54, 62]")?.wholeRange(in: 0...0xFFFF)
      let reason = refused.text("why")
      return range.map { RefusedAddresses(addresses: $0, reason: reason) }
    }
  }
}

extension Fields {
  fileprivate func span<D: Dimension>(_: D.Type) -> SettingSpan {
    let low: Quantity<D> = quantity("from")
    let high: Quantity<D> = quantity("to")
    if low > high { report("\(name) runs from high to low", mend: "put the lower value under \"from\"") }
    // A step of °C is a step of K: read as a difference, not as a temperature.
    let step: Quantity<D>? = optionalQuantity("step", .positive)
    let ranges = field("ranges")?.items()?.compactMap { $0.range(D.self) } ?? []
    if zip(ranges, ranges.dropFirst()).contains(where: { $0.limit >= $1.limit }) {
      report("the ranges of \(name) do not rise", mend: "write the smallest range first")
    }
    return SettingSpan(lowest: low.si, highest: high.si, step: step?.si, ranges: ranges)
  }
}

extension Field {
  fileprivate func range<D: Dimension>(_: D.Type) -> SettingSpan.Range? {
    fields().map { range in
      defer { range.finish() }
      let limit: Quantity<D> = range.quantity("to", .positive)
      let step: Quantity<D>? = range.optionalQuantity("step", .positive)
      return SettingSpan.Range(limit: limit.si, step: step?.si)
    }
  }
}
