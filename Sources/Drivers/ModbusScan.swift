import DeviceProfiles

/// Asks Modbus instruments for their identity, at the addresses that their profiles or the person name.
enum ModbusScan {
  /// Asks for each candidate; nobody is asked twice where nobody answers.
  static func ask(_ candidates: [Scan.Candidate], at address: PortAddress, _ report: inout Scan.Report) async {
    var silent: Set<PortAddress> = []
    for candidate in candidates where hasLine(candidate.profile, address) {
      let bus = ModbusAddress(candidate.profile, address)
      let place = PortAddress(bus.line, unit: bus.unit)
      guard !silent.contains(place) else { continue }
      switch await identify(candidate.profile, bus) {
      case .found(let model):
        report.found.append(
          Scan.Finding(device: candidate.id, model: model.name, port: address.shown(format: bus.format, unit: bus.unit))
        )
        return
      case .other(let words): report.note("unit \(bus.unit) answers, but is no \(candidate.profile.name): \(words)")
      case .fault(.line(.silent)), .fault(.line(.unverified)):
        silent.insert(place)
        report.note(silence(at: address, bus))
      case .fault(let fault):
        report.note(words(fault, at: address))
        if case .line(.cannotOpen) = fault { return }
        if case .line(.inUse) = fault { return }
      }
    }
  }

  private enum Outcome: Sendable {
    case found(DeviceModel)
    case other(String)
    case fault(ModbusFault)
  }

  /// One try, with the profile's own patience.
  private static func identify(_ profile: DeviceProfile, _ bus: ModbusAddress) async -> Outcome {
    let (port, unit) = (ModbusPort.shared(bus.line), bus.unit)
    do throws(LineClosed) {
      return try await port.thread.run(for: Int(unit), refused: { _ in LineClosed() }) { line throws(LineClosed) in
        guard !line.knows(unit) else { return .other("this program drives it already") }
        line.attach(unit, ModbusUnit(profile))
        line.tries = 1
        defer {
          line.tries = 3
          line.detach(unit)
        }
        do throws(ModbusFault) {
          switch try Identification.identify(profile, unit: unit, on: line, attempts: 1) {
          case .found(let model): return .found(model)
          case .other(let words): return .other(words)
          }
        } catch { return .fault(error) }
      }
    } catch { return .fault(.line(.gone("it is closed"))) }
  }

  private struct LineClosed: Error {}

  /// A serial instrument may also be behind a gateway, but a scan does not guess.
  private static func hasLine(_ profile: DeviceProfile, _ address: PortAddress) -> Bool {
    switch address.line {
    case .tcp: profile.transport(.modbusTCP) != nil
    case .rtuOverTCP: profile.transport(.modbusRTUOverTCP) != nil
    case .serial: profile.transport(.modbusRTU) != nil
    }
  }

  private static func silence(at address: PortAddress, _ bus: ModbusAddress) -> String {
    if case .tcp(_, 502) = address.line {
      return
        "it takes the connection and answers no Modbus to unit \(bus.unit): a Neware server, which speaks XML on this port, does so too; it is not driven by Sandglass"
    }
    return "nothing answers as unit \(bus.unit)" + (bus.format.map { " at \($0)" } ?? "")
  }

  private static func words(_ fault: ModbusFault, at address: PortAddress) -> String {
    let words = fault.words()
    guard case .line(.foreign) = fault, words.contains("<") else { return "no Modbus instrument: \(words)" }
    return "\(address) speaks XML, not Modbus: a Neware server does; it is not driven by Sandglass"
  }
}

extension ModbusAddress {
  /// The serial format; nil for a socket.
  fileprivate var format: SerialFormat? { if case .serial(_, let format) = line { format } else { nil } }
}
