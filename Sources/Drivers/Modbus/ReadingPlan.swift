import DeviceProfiles

/// The requests that make up one reading: neighbours are read together, so that they are one snapshot.
struct ReadingPlan: Sendable {
  /// One request for registers that lie close together.
  struct Request: Hashable, Sendable {
    let table: ModbusRequest.Table
    let address: UInt16
    let count: Int
    let registers: [DeviceRegister]
  }

  /// In their order.
  let requests: [Request]
  private let instrument: ModbusInstrument

  /// The plan of an instrument; nil where its profile does not say how it is read.
  init?(_ instrument: ModbusInstrument) {
    guard let reading = instrument.profile.reading else { return nil }
    self.instrument = instrument
    requests = reading.blocks.flatMap { block in
      Self.gathered(block.compactMap { instrument.profile.registers[$0] })
    }
  }

  /// Registers of one block as few requests: one a table, split only where one would be too long.
  static func gathered(_ registers: [DeviceRegister]) -> [Request] {
    var requests: [Request] = []
    for register in registers.sorted(by: { ($0.readFunction, $0.address) < ($1.readFunction, $1.address) }) {
      if let last = requests.last, last.table == register.wireTable,
        register.end - Int(last.address) <= ModbusRequest.mostRegistersRead
      {
        let count = max(last.count, register.end - Int(last.address))
        requests[requests.count - 1] = Request(
          table: last.table, address: last.address, count: count, registers: last.registers + [register])
      } else {
        requests.append(
          Request(
            table: register.wireTable, address: UInt16(truncatingIfNeeded: register.address),
            count: register.format.length, registers: [register]))
      }
    }
    return requests
  }

  /// Reads everything once; `clock` tells the moments by which the reading is stamped.
  func take(on line: ModbusLine, clock: () -> Double) throws(ModbusFault) -> RawReading {
    var words: [String: [UInt16]] = [:]
    var moment: (start: Double, end: Double)?
    let measured = measuredRegisters
    for request in requests {
      let start = clock()
      let block = try read(request, on: line)
      if moment == nil, request.registers.contains(where: { measured.contains($0.name) }) { moment = (start, clock()) }
      for register in request.registers {
        let first = register.address - Int(request.address)
        words[register.name] = Array(block[first..<first + register.format.length])
      }
    }
    let (start, end) = moment ?? (clock(), clock())
    return RawReading(instrument, words, measuredAt: (start + end) / 2)
  }

  private var measuredRegisters: Set<String> {
    guard let reading = instrument.profile.reading else { return [] }
    return Set(
      [reading.voltage, reading.current, reading.temperature].compactMap {
        if case .register(let name)? = $0 { name } else { nil }
      })
  }

  private func read(_ request: Request, on line: ModbusLine) throws(ModbusFault) -> [UInt16] {
    switch request.table {
    case .coils, .discreteInputs:
      try line.bits(request.table, at: request.address, count: request.count, of: instrument.unit).map { $0 ? 1 : 0 }
    case .holding, .input:
      try line.registers(request.table, at: request.address, count: request.count, of: instrument.unit)
    }
  }
}
