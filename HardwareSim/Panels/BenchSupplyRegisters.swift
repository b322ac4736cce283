extension BenchSupply {
  static func registers(of layout: Layout) -> [SlaveRegister<BenchSupply>] {
    var registers = [
      setting(layout.voltageSet, most: layout.mostVoltage / layout.voltageStep),
      setting(layout.currentSet, most: layout.mostCurrent / layout.currentStep),
      setting(layout.overvoltage, most: 65535), setting(layout.overcurrent, most: 65535),
    ]
    registers += measured(layout)
    registers += [output(layout.output), protection(layout)]
    if let power = layout.overpower { registers.append(setting(power.address, most: 65535)) }
    if let charge = layout.charge { registers.append(counter(charge) { $0.charge / 3600 }) }
    if let energy = layout.energy { registers.append(counter(energy) { $0.energy / 3600 }) }
    for (address, value) in layout.constants { registers.append(SlaveRegister(address, read: { _, _ in [value] })) }
    for address in layout.stored.keys { registers.append(setting(address, most: 65535)) }
    return registers
  }

  private static func measured(_ layout: Layout) -> [SlaveRegister<BenchSupply>] {
    let voltage = SlaveRegister<BenchSupply>(
      layout.voltage,
      read: { panel, exchange in
        let reading = panel.shown(&exchange)
        return [RegisterWords.clamped(reading.voltage / layout.voltageStep)]
      })
    let current = SlaveRegister<BenchSupply>(
      layout.current,
      read: { panel, exchange in
        let reading = panel.shown(&exchange)
        return [RegisterWords.clamped(reading.current / layout.currentStep)]
      })
    let power = SlaveRegister<BenchSupply>(
      layout.power.address, count: layout.power.count,
      read: { panel, exchange in
        let reading = panel.shown(&exchange)
        let count = UInt32(min(4e9, max(0, reading.voltage * reading.current / layout.power.step)).rounded())
        return layout.power.count == 2 ? RegisterWords.long(count) : [UInt16(clamping: count)]
      })
    let mode = SlaveRegister<BenchSupply>(
      layout.mode,
      read: { panel, _ in
        let isLimited = panel.isOn && panel.stage.outputRegime != .target
        return [isLimited ? 1 : 0]
      })
    return [voltage, current, power, mode]
  }

  private static func output(_ address: Int) -> SlaveRegister<BenchSupply> {
    SlaveRegister(
      address, read: { panel, _ in [panel.isOn ? 1 : 0] },
      write: { panel, words, _ in
        guard words[0] <= 1 else { return RegisterTable<BenchSupply>.illegalValue }
        panel.setOutput(words[0] == 1)
        return nil
      })
  }

  private static func protection(_ layout: Layout) -> SlaveRegister<BenchSupply> {
    let clear: SlaveRegister<BenchSupply>.Writer = { panel, words, _ in
      guard words[0] == 0 else { return RegisterTable<BenchSupply>.illegalValue }
      panel.trip = nil
      return nil
    }
    return SlaveRegister(
      layout.protection, read: { panel, _ in [panel.trip?.rawValue ?? 0] },
      write: layout.clearsProtection ? clear : nil)
  }

  private static func setting(_ address: Int, most: Double) -> SlaveRegister<BenchSupply> {
    SlaveRegister(
      address, read: { panel, _ in [panel.raw[address] ?? 0] },
      write: { panel, words, _ in
        guard Double(words[0]) <= most.rounded() else { return RegisterTable<BenchSupply>.illegalValue }
        panel.raw[address] = words[0]
        panel.apply()
        return nil
      })
  }

  private static func counter(
    _ place: Layout.Counter, _ amount: @escaping @Sendable (BenchSupply) -> Double
  ) -> SlaveRegister<BenchSupply> {
    SlaveRegister(
      place.address, count: 2,
      read: { panel, _ in
        let count = UInt32(max(0, min(4e9, (amount(panel) / place.step).rounded())))
        let words = RegisterWords.long(count)
        return place.lowFirst ? [words[1], words[0]] : words
      })
  }
}
