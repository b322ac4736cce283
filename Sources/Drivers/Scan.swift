public import DeviceProfiles

/// Looks who answers on a line, gently: only what identifies an instrument is read, and nothing is written.
public enum Scan {
  /// An instrument that was recognised.
  public struct Finding: Hashable, Codable, Sendable {
    /// The profile's name in the catalogue: `ea-psb-10000`.
    public var device: String
    /// The model: "PSB 10060-60".
    public var model: String
    /// Where it is, as a port is written for other verbs.
    public var port: String

    /// A finding from its parts.
    public init(device: String, model: String, port: String) {
      (self.device, self.model, self.port) = (device, model, port)
    }
  }

  /// What came of a scan.
  public struct Report: Hashable, Codable, Sendable {
    /// Who was recognised; none where nobody was.
    public var found: [Finding] = []
    /// What was heard or not, a line each.
    public var remarks: [String] = []
  }

  /// A profile and its name in the catalogue.
  public typealias Candidate = (id: String, profile: DeviceProfile)

  /// Asks for every candidate that could be at a port; stops at the first that is recognised on a line for one instrument.
  ///
  /// Text comes first: a Modbus frame contains bytes that abort what a text instrument does, while text is a broken frame to a Modbus one.
  public static func port(_ address: PortAddress, candidates: [Candidate]) async -> Report {
    var report = Report()
    for candidate in candidates where candidate.profile.language != .modbus {
      guard let transport = textTransport(of: candidate.profile, at: address) else { continue }
      switch await TextScan.ask(candidate.profile, over: transport, at: address) {
      case .found(let model, let format):
        report.found.append(Finding(device: candidate.id, model: model, port: address.shown(format: format)))
        return report
      case .unreachable(let words):
        report.remarks.append(words)
        return report
      case .other(let words): report.note("\(candidate.id): \(words)")
      case .silent: continue
      }
    }
    await ModbusScan.ask(candidates.filter { $0.profile.language == .modbus }, at: address, &report)
    return report
  }

  /// Only lines that an instrument has: a socket is asked for text where the profile has one.
  private static func textTransport(of profile: DeviceProfile, at address: PortAddress) -> DeviceTransport? {
    switch address.line {
    case .serial: profile.transport(.serial)
    case .tcp(_, let port): profile.transport(.tcp).flatMap { $0.port.map { UInt16(clamping: $0) } == port ? $0 : nil }
    case .rtuOverTCP: nil
    }
  }
}

extension Scan.Report {
  /// Notes something, once.
  mutating func note(_ remark: String) { if !remarks.contains(remark) { remarks.append(remark) } }
}

extension PortAddress {
  /// The address with the serial format and the unit that an instrument was found with.
  func shown(format: SerialFormat?, unit: UInt8? = nil) -> String {
    guard case .serial(let path, let own) = line else { return "\(PortAddress(line, unit: unit))" }
    return "\(PortAddress(.serial(path: path, own ?? format), unit: unit))"
  }
}
