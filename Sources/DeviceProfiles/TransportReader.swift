import Documents
import Quantities

extension Field {
  /// One transport; a kind that the language cannot use is a fault.
  func transport(of language: DeviceProfile.Language) -> DeviceTransport? {
    fields().flatMap { line in
      defer { line.finish() }
      guard let kind = line.required("kind", example: "modbus-rtu")?.choice(DeviceTransport.Kind.self) else {
        for key in ["port", "unit", "baud", "bauds", "framing", "command end", "answer end", "idle close"] {
          _ = line.field(key)
        }
        return nil
      }
      if kind.isModbus != (language == .modbus) {
        line.report("\(kind.rawValue) does not carry \(language.rawValue)", mend: "change the kind or the language")
      }
      let baud = kind.isSerial ? line.baud() : nil
      return DeviceTransport(
        kind: kind,
        port: kind.isSerial ? nil : line.required("port", example: "502")?.integer(in: 1...65535),
        unit: kind.isModbus ? line.required("unit", example: "1")?.integer(in: 0...255) : nil,
        baud: baud,
        bauds: kind.isSerial
          ? line.field("bauds")?.items()?.compactMap { $0.integer(in: 50...4_000_000) } ?? [baud].compactMap { $0 }
          : [],
        framing: kind.isSerial
          ? line.field("framing")?.choice(DeviceTransport.Framing.self) ?? .eightNoneOne : .eightNoneOne,
        commandEnd: kind.isModbus ? nil : line.terminator("command end"),
        answerEnd: kind.isModbus ? nil : line.terminator("answer end"),
        idleClose: kind.isSerial ? nil : line.optionalQuantity("idle close", .positive))
    }
  }
}

extension Fields {
  fileprivate func baud() -> Int? { required("baud", example: "9600")?.integer(in: 50...4_000_000) }

  fileprivate func terminator(_ key: String) -> DeviceTransport.Terminator {
    required(key, example: "LF")?.choice(DeviceTransport.Terminator.self) ?? .lineFeed
  }
}

extension DeviceTransport.Kind {
  /// Whether it carries Modbus.
  public var isModbus: Bool { self == .modbusTCP || self == .modbusRTU || self == .modbusRTUOverTCP }
  /// Whether it is a serial line.
  public var isSerial: Bool { self == .modbusRTU || self == .serial }
}
