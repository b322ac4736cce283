/// Reads replies: only the answer to what was asked is taken for one.
package enum ModbusReply {
  /// The exception in a reply to a request, kept by its number, whatever it means to this instrument.
  private static func check(_ reply: [UInt8], to request: [UInt8]) throws(ModbusFault) {
    guard let asked = request.first, let answered = reply.first else { throw .line(.foreign("it is empty")) }
    if answered == asked | 0x80, reply.count == 2 { throw .exception(code: reply[1]) }
    guard answered == asked else {
      throw .line(.foreign("function \(answered) instead of \(asked)"))
    }
  }

  /// The registers in the reply to a request for so many.
  package static func registers(in reply: [UInt8], to request: [UInt8], count: Int) throws(ModbusFault) -> [UInt16] {
    try check(reply, to: request)
    guard reply.count == 2 + 2 * count, Int(reply[1]) == 2 * count else {
      throw .line(.foreign("\(reply.count - 2) bytes of data instead of \(2 * count)"))
    }
    return [UInt16](unsafeUninitializedCapacity: count) { words, filled in
      for n in 0..<count { words[n] = UInt16(reply[2 + 2 * n]) << 8 | UInt16(reply[3 + 2 * n]) }
      filled = count
    }
  }

  /// The bits in the reply to a request for so many.
  ///
  /// EA's instruments answer in their limited mode with the two bytes FF 00 or 00 00 for one bit.
  package static func bits(in reply: [UInt8], to request: [UInt8], count: Int) throws(ModbusFault) -> [Bool] {
    try check(reply, to: request)
    let bytes = (count + 7) / 8
    if count == 1, reply.count == 4, reply[1] == 2, reply[3] == 0, reply[2] == 0 || reply[2] == 0xFF {
      return [reply[2] == 0xFF]
    }
    guard reply.count == 2 + bytes, Int(reply[1]) == bytes else {
      throw .line(.foreign("\(reply.count - 2) bytes of data instead of \(bytes)"))
    }
    return (0..<count).map { bit in
      let byte = reply[2 + bit / 8]
      return byte & (1 << UInt8(bit % 8)) != 0
    }
  }

  /// Makes sure that a write was echoed: whole for one value, address and count for several.
  package static func echo(in reply: [UInt8], of request: [UInt8]) throws(ModbusFault) {
    try check(reply, to: request)
    guard reply.elementsEqual(request.prefix(5)) else { throw .line(.foreign("the echo of a write differs from it")) }
  }
}

/// Why a Modbus instrument did not do what it was asked, or did not say so.
package enum ModbusFault: Error, Hashable, Sendable {
  /// The line failed.
  case line(LineFault)
  /// The instrument refused, with its number for why.
  case exception(code: UInt8)
  /// It would have been wrong to ask: nothing went over the line.
  case forbidden(String)
  /// The instrument was told, and does something else.
  case notTaken(String)

  /// What happened, in words; the instrument's own meanings of numbers come first.
  package func words(meanings: [UInt8: String] = [:]) -> String {
    switch self {
    case .line(let fault): fault.words
    case .exception(let code):
      "the instrument refuses with exception \(code)"
        + ((meanings[code] ?? Self.meanings[code]).map { " (\($0))" } ?? "")
    case .forbidden(let why), .notTaken(let why): why
    }
  }

  /// MODBUS application protocol specification V1.1b3, section 7.
  private static let meanings: [UInt8: String] = [
    1: "illegal function", 2: "illegal address", 3: "illegal value", 4: "device failure", 5: "acknowledge", 6: "busy",
    8: "memory parity error", 10: "gateway path unavailable", 11: "gateway target does not respond",
  ]
}
