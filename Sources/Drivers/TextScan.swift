import DeviceProfiles
import Quantities

/// Asks a text instrument who it is.
enum TextScan {
  /// What came of it.
  enum Outcome {
    case found(model: String, format: SerialFormat?)
    case other(String)
    case silent
    case unreachable(String)
  }

  /// Asks the questions of the profile's identity, each once.
  static func ask(_ profile: DeviceProfile, over transport: DeviceTransport, at address: PortAddress) async -> Outcome {
    let (checks, format) = (profile.identity, transport.serialFormat)
    let questions = Set((checks + profile.models.flatMap(\.identity)).compactMap(\.question)).sorted()
    guard !questions.isEmpty else { return .silent }
    let line = WireLine(address.line, format: format)
    let patience = min(profile.timing.answer.si, 1)
    let outcome: Outcome
    do throws(LineError) {
      let answers = try await line.perform { io throws(LineError) -> [String: String] in
        var answers: [String: String] = [:]
        for question in questions {
          try io.discardInput()
          try io.write(Array(question.utf8) + (transport.commandEnd ?? .lineFeed).bytes)
          let answer = try Self.answer(io, patience: patience)
          if answer.isEmpty { break }
          answers[question] = answer
        }
        return answers
      }
      outcome = judge(profile, answers, format)
    } catch {
      if case .cannotOpen(let words) = error { outcome = .unreachable(words) } else { outcome = .silent }
    }
    await line.close()
    return outcome
  }

  /// What comes until a line has ended, or nothing more does.
  private static func answer(_ io: any ByteIO, patience: Double) throws(LineError) -> String {
    var bytes: [UInt8] = []
    while bytes.count < 4096 {
      let more = try io.read(within: .seconds(bytes.isEmpty ? patience : 0.1))
      if more.isEmpty { break }
      bytes += more
      if bytes.last == 10 || bytes.last == 13 { break }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func judge(_ profile: DeviceProfile, _ answers: [String: String], _ format: SerialFormat?) -> Outcome {
    guard let first = answers.values.first else { return .silent }
    func isTrue(_ check: IdentityCheck) -> Bool {
      guard case .answer(let ask, let words) = check else { return false }
      return words.allSatisfy { answers[ask]?.contains($0) ?? false }
    }
    if profile.identity.allSatisfy(isTrue), let model = profile.models.first(where: { $0.identity.allSatisfy(isTrue) })
    {
      return .found(model: model.name, format: format)
    }
    let start = first.prefix(60).filter { !$0.isNewline && $0.isASCII }
    return .other("something else answers: \"\(start)\"")
  }
}

extension IdentityCheck {
  /// The question of a check on an answer.
  fileprivate var question: String? { if case .answer(let ask, _) = self { ask } else { nil } }
}
