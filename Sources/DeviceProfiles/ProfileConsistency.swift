import Documents

/// What only the whole profile can tell: names that lead nowhere, writes that are refused, things that are missing.
struct ProfileConsistency {
  let profile: DeviceProfile
  let fields: Fields

  /// Reports every fault.
  func check() {
    checkModels()
    checkIdentity()
    checkScales()
    for (name, steps) in profile.sequences.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      for (index, step) in steps.enumerated() { check(step, at: place(name, index)) }
    }
    checkReading()
    for (index, sign) in profile.status.enumerated() {
      checkRegister(sign.register, at: item("status", index)?.place)
    }
    for register in profile.registers.values.sorted(by: { $0.name < $1.name }) { check(register) }
  }

  private func checkModels() {
    if profile.models.isEmpty { fields.findings.add(.noModel(at: fields.field("models")?.place ?? fields.place)) }
    let names = profile.models.map(\.name)
    if Set(names).count < names.count {
      fields.field("models")?.report("two models have the same name", mend: "give each its own")
    }
    let needed: [SequenceName] = profile.kind == .chamber ? [.holdTemperature] : [.open, .makeSafe]
    guard profile.language == .modbus || profile.language == .scpi else { return }
    for name in needed where profile.sequences[name] == nil {
      fields.findings.add(.missingSequence(name.rawValue, at: fields.field("sequences")?.place ?? fields.place))
    }
    if profile.reading == nil { fields.findings.add(.missingReading(at: fields.place)) }
  }

  private func checkIdentity() {
    for check in profile.identity + profile.models.flatMap(\.identity) {
      if case .register(let name, _) = check { checkRegister(name, at: fields.field("identity")?.place) }
    }
  }

  private func checkScales() {
    for scale in profile.scales.values { checkRegister(scale.nominal, at: fields.field("scales")?.place) }
  }

  private func check(_ register: DeviceRegister) {
    let place = fields.field("registers")?.node.entries?.first { $0.key == register.name }?.place
    if register.end > 0x10000 { fields.findings.add(.beyondTheEnd(register.name, at: place)) }
    if let mirror = register.seenIn { checkRegister(mirror.register, at: place) }
    if case .named(let name) = register.scale {
      let known = Set(profile.scales.keys).union(profile.models.flatMap(\.scales.keys))
      if !known.contains(name) {
        fields.findings.add(.unknownName("scale", name, known: known.sorted(), at: place))
      } else if profile.scales[name] == nil {
        for model in profile.models where model.scales[name] == nil {
          fields.findings.add(.modelWithoutScale(model.name, name, at: place))
        }
      }
    }
  }

  private func check(_ step: SequenceStep, at place: Place?) {
    switch step {
    case .write(let name, let value):
      guard let register = checkRegister(name, at: place) else { return }
      if !register.isWritable { fields.findings.add(.readOnly(name, at: place)) }
      for address in register.address..<register.end {
        if let reason = profile.refusal(ofWriting: address) {
          fields.findings.add(.refusedWrite(name, address: address, reason: reason, at: place))
          break
        }
      }
      check(value, of: register, at: place)
    case .expect(let name, let value):
      if let register = checkRegister(name, at: place) { check(value, of: register, at: place) }
    case .send, .ask:
      if profile.language == .modbus { fields.findings.add(.wrongStep(profile.language.rawValue, at: place)) }
      return
    case .wait: return
    }
    if profile.language != .modbus { fields.findings.add(.wrongStep(profile.language.rawValue, at: place)) }
  }

  private func check(_ value: SequenceValue, of register: DeviceRegister, at place: Place?) {
    switch value {
    case .known: return
    case .word(let word):
      if register.values[word] == nil {
        fields.findings.add(
          .unknownName("value of \(register.name)", word, known: register.values.keys.sorted(), at: place))
      }
    case .number(let number):
      guard let model = profile.models.first else { return }
      do {
        _ = try register.words(number, count: profile.scale(of: register, in: model).count)
      } catch {
        fields.findings.add(.cannotWrite(error.words, at: place))
      }
    }
  }

  private func checkReading() {
    guard let reading = profile.reading else { return }
    let place = fields.field("reading")?.place
    let needed =
      profile.kind == .chamber
      ? [("temperature", reading.temperature)] : [("voltage", reading.voltage), ("current", reading.current)]
    for (name, part) in needed where part == nil { fields.findings.add(.readingLacks(name, at: place)) }
    let read = reading.blocks.flatMap { $0 }
    for name in read { checkRegister(name, at: place) }
    for case .register(let name) in [reading.voltage, reading.current, reading.temperature].compactMap({ $0 })
    where checkRegister(name, at: place) != nil && !read.contains(name) {
      fields.findings.add(.notInABlock(name, at: place))
    }
    if let sink = reading.sink, checkRegister(sink.register, at: place) != nil, !read.contains(sink.register) {
      fields.findings.add(.notInABlock(sink.register, at: place))
    }
    for case .field(let position) in [reading.voltage, reading.current].compactMap({ $0 })
    where position >= reading.fields {
      fields.findings.add(.notInTheAnswer(position, fields: reading.fields, at: place))
    }
  }

  @discardableResult
  private func checkRegister(_ name: String?, at place: Place?) -> DeviceRegister? {
    guard let name else { return nil }
    if let register = profile.registers[name] { return register }
    fields.findings.add(.unknownName("register", name, known: profile.registers.keys.sorted(), at: place))
    return nil
  }

  private func item(_ key: String, _ index: Int) -> DocumentNode? {
    fields.field(key)?.node.list.flatMap { $0.indices.contains(index) ? $0[index] : nil }
  }

  private func place(_ name: SequenceName, _ index: Int) -> Place? {
    let steps = fields.field("sequences")?.node.entries?.first { $0.key == name.rawValue }?.value
    return steps?.list.flatMap { $0.indices.contains(index) ? $0[index].place : nil }
  }
}
