import Documents
import Foundation

/// An IO Rodeo Rodeostat of hardware V0.2: a potentiostat with a relay to its electrodes, in lines of JSON (firmware FW0.1.0).
///
/// A voltage beyond its range is clipped without a word. A test that was started runs to its own end.
struct Rodeostat: PoweredPanel, LinePanel {
  /// Ranges of a variant: name and largest current, µA; the first is taken after switching on.
  private static let currentRanges: [String: [(name: String, most: Double)]] = [
    "10V_nanoAmpV0.2": [("1uA", 1), ("10uA", 10), ("60nA", 0.06), ("100nA", 0.1)],
    "10V_microAmpV0.2": [("1uA", 1), ("10uA", 10), ("100uA", 100), ("1000uA", 1000)],
    "10V_10MilliAmpV0.2": [("10uA", 10), ("100uA", 100), ("1000uA", 1000), ("10000uA", 10000)],
    "10V_24MilliAmpV0.2": [("100uA", 100), ("1000uA", 1000), ("12000uA", 12024), ("24000uA", 24048)],
  ]

  /// Names of the variants.
  static let variants: [String] = Array(currentRanges.keys).sorted()

  private static let voltageRanges: [(name: String, most: Double)] = [("1V", 1), ("2V", 2), ("5V", 5), ("10V", 10)]
  /// Steps of the converters: 12 bits over both signs.
  private static let steps = 2048.0

  var stage: PowerStage
  var incidents: [PanelEvent] = []
  let lineEnds: Set<UInt8> = [0x0A]
  /// The firmware takes lines of 2000 bytes.
  let longestLine = 2000
  private let variant: String
  private var currentRange: (name: String, most: Double)
  private var voltageRange = Self.voltageRanges[0]
  private var volts = 0.0
  private var isConnected = false
  private var samplePeriod = 10.0
  private var deviceId = 0
  private var parameters: [String: [String: Double]] = [:]
  private var test: RodeostatTest?

  /// An instrument of a variant, as after switching on: 0 V, electrodes disconnected.
  init(_ stage: PowerStage, variant: String) {
    self.stage = stage
    self.variant = Self.currentRanges[variant] == nil ? "10V_10MilliAmpV0.2" : variant
    currentRange = Self.currentRanges[self.variant]?.first ?? ("10uA", 10)
    self.stage.hasRemoteSense = true
    apply()
  }

  private mutating func apply() {
    let amperes = currentRange.most * 1e-6
    stage.demand(isConnected ? .voltage(volts, currents: -amperes...amperes) : .open)
  }

  mutating func advance(to time: Double) { stage.advance(to: min(time, max(stage.time, nextEmission ?? time))) }

  mutating func restart() { self = Rodeostat(stage, variant: variant) }

  mutating func refuse(code: Int, in exchange: inout Exchange) -> [LineReply] {
    [reply(nil, ["code": code], failure: "refused by a scripted fault")]
  }

  mutating func receive(_ line: String, in exchange: inout Exchange) -> [LineReply] {
    let text = line.filter { $0 != "\r" }
    guard !text.isEmpty else { return [] }
    guard let object = (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] else {
      return [reply(nil, [:], failure: "unable to parse json")]
    }
    guard let command = object["command"] as? String else {
      return [reply(nil, [:], failure: "json does not contain key: command")]
    }
    do throws(Refusal) {
      return [reply(command, try answer(command, object, &exchange), failure: nil)]
    } catch {
      return [reply(command, [:], failure: error.words)]
    }
  }

  private struct Refusal: Error { let words: String }

  private mutating func answer(
    _ command: String, _ object: [String: Any], _ exchange: inout Exchange
  ) throws(Refusal) -> [String: Any] {
    switch command {
    case "getVolt": return ["v": volts]
    case "setVolt":
      guard test == nil else { throw Refusal(words: "test is running") }
      let most = voltageRange.most
      volts = rounded(min(max(try number("v", "volt", object), -most), most), most)
      apply()
      return ["v": volts]
    case "getCurr": return ["i": measure(&exchange).microamperes]
    case "getRefVolt": return ["r": isConnected ? volts : 0]
    case "setVoltRange":
      guard let range = Self.voltageRanges.first(where: { $0.name == object["voltRange"] as? String }) else {
        throw Refusal(words: "json does not contain key: voltRange, or a range of this variant")
      }
      voltageRange = range
      return ["voltRange": range.name]
    case "getVoltRange": return ["voltRange": voltageRange.name]
    case "setCurrRange":
      let known = Self.currentRanges[variant] ?? []
      guard let range = known.first(where: { $0.name == object["currRange"] as? String }) else {
        throw Refusal(words: "json does not contain key: currRange, or a range of this variant")
      }
      if range.name != currentRange.name { stage.switchRange() }
      currentRange = range
      apply()
      return ["currRange": range.name]
    case "getCurrRange": return ["currRange": currentRange.name]
    case "setSamplePeriod":
      let period = try number("samplePeriod", "samplePeriod", object)
      guard period >= 1 else { throw Refusal(words: "json samplePeriod value is too small") }
      guard period <= 1000 else { throw Refusal(words: "json samplePeriod value is too large") }
      samplePeriod = period.rounded()
      return ["samplePeriod": samplePeriod]
    case "getSamplePeriod": return ["samplePeriod": samplePeriod]
    case "getVariant": return ["variant": variant]
    case "getVersion": return ["version": "FW0.1.0"]
    case "getHardwareVersion": return ["version": "V0.2"]
    case "setDeviceId":
      deviceId = Int(min(max(0, try number("deviceId", "deviceId", object)), 4_294_967_295))
      return ["deviceId": deviceId]
    case "getDeviceId": return ["deviceId": deviceId]
    case "setAllElectConnected", "setWrkElectConnected", "setCtrElectConnected":
      guard let isConnected = object["connected"] as? Bool else {
        throw Refusal(words: "json does not contain key: connected")
      }
      self.isConnected = isConnected
      apply()
      return ["connected": isConnected]
    case "setRefElectConnected", "setElectAutoConnect": return [:]
    default: return try testAnswer(command, object)
    }
  }

  private mutating func testAnswer(_ command: String, _ object: [String: Any]) throws(Refusal) -> [String: Any] {
    if command == "getTestNames" { return ["testNames": RodeostatTest.Kind.allCases.map(\.rawValue)] }
    if command == "stopTest" {
      test = nil
      return [:]
    }
    guard ["setParam", "getParam", "runTest", "getTestDoneTime"].contains(command) else {
      throw Refusal(words: "command not found: \(command.excerpt)")
    }
    guard let kind = (object["test"] as? String).flatMap(RodeostatTest.Kind.init) else {
      throw Refusal(words: "test not found")
    }
    var known = parameters[kind.rawValue] ?? kind.usual
    if command == "setParam" {
      guard let given = object["param"] as? [String: Any] else {
        throw Refusal(words: "json does not contain key: param")
      }
      for (key, value) in given {
        guard known[key] != nil, let number = value as? NSNumber, number.doubleValue.isFinite else {
          throw Refusal(words: "unknown parameter: \(key.excerpt)")
        }
        known[key] = number.doubleValue
      }
      parameters[kind.rawValue] = known
    }
    let planned = RodeostatTest(kind: kind, parameters: known, start: stage.time)
    switch command {
    case "getTestDoneTime": return ["test": kind.rawValue, "doneTime": planned.duration * 1000]
    case "runTest":
      test = planned
      isConnected = true
      hold(planned.volts(at: 0))
      return ["test": kind.rawValue]
    default: return ["test": kind.rawValue, "param": known]
    }
  }

  private mutating func hold(_ voltage: Double) {
    volts = rounded(min(max(voltage, -voltageRange.most), voltageRange.most), voltageRange.most)
    apply()
  }

  private func number(_ key: String, _ name: String, _ object: [String: Any]) throws(Refusal) -> Double {
    guard let value = object[key] else { throw Refusal(words: "json does not contain key: \(key)") }
    guard let number = value as? NSNumber, number.doubleValue.isFinite else {
      throw Refusal(words: "unable to convert \(name) to float")
    }
    return number.doubleValue
  }

  private func rounded(_ value: Double, _ most: Double) -> Double {
    (value / most * Self.steps).rounded() * most / Self.steps
  }

  /// The current of the cell, µA, and whether it is at the end of its range.
  private mutating func measure(_ exchange: inout Exchange) -> (microamperes: Double, isLimited: Bool) {
    var reading = stage.measure()
    let most = currentRange.most * 1e-6
    let isLimited = reading.current.magnitude >= most || isConnected && stage.outputRegime != .target
    reading.current = isConnected ? rounded(min(max(reading.current, -most), most), most) : 0
    reading.voltage = volts
    exchange.readings.append(reading)
    return (reading.current * 1e6, isLimited)
  }

  var nextEmission: Double? { test.map { $0.start + Double($0.sent + 1) * samplePeriod / 1000 } }

  mutating func emit(in exchange: inout Exchange) -> [LineReply] {
    guard var running = test, let due = nextEmission else { return [] }
    stage.advance(to: due)
    let elapsed = due - running.start
    guard elapsed <= running.duration + 1e-9 else {
      test = nil
      hold(0)
      return [LineReply("{}\r\n")]
    }
    let measured = measure(&exchange)
    running.sent += 1
    test = running
    var sample: [String: Any] = ["t": (elapsed * 1000).rounded(), "v": volts, "i": measured.microamperes]
    if measured.isLimited { sample["le"] = true }
    // The voltage goes on to its next step behind the sample.
    hold(running.volts(at: elapsed))
    return [LineReply(Self.line(sample))]
  }

  private func reply(_ command: String?, _ response: [String: Any], failure: String?) -> LineReply {
    var inner = response
    if let command { inner["command"] = command }
    var outer: [String: Any] = ["success": failure == nil, "response": inner]
    if let failure { outer["message"] = failure }
    return LineReply(Self.line(outer))
  }

  private static func line(_ object: [String: Any]) -> String {
    let data = (try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])) ?? Data("{}".utf8)
    return String(decoding: data, as: UTF8.self) + "\r\n"
  }
}
