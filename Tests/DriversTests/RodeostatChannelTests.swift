import Cycling
import DeviceProfiles
import Drivers
import Quantities
import Testing

/// Transcripts of a Rodeostat after its firmware's messages.
@Suite("Rodeostat by its JSON lines")
struct RodeostatChannelTests {
  typealias Exchange = ScriptedLine.Exchange

  static func exchange(_ sent: String, _ command: String, _ answer: String) -> Exchange {
    Exchange(
      sent + "\n", answer: "{\"success\":true,\"response\":{\"command\":\"\(command)\"\(answer)}}\r\n")
  }
  static let apart = exchange(
    #"{"command":"setAllElectConnected","connected":false}"#, "setAllElectConnected", #","connected":false"#)
  static let together = exchange(
    #"{"command":"setAllElectConnected","connected":true}"#, "setAllElectConnected", #","connected":true"#)
  static func opening(variant: String) -> [Exchange] {
    [
      Exchange(
        #"{"command":"stopTest"}"# + "\n",
        answer: #"{"success":false,"message":"test not running","response":{}}"# + "\r\n"),
      apart, exchange(#"{"command":"getVariant"}"#, "getVariant", ",\"variant\":\"\(variant)\""),
    ]
  }
  static let ranges = [
    exchange(#"{"command":"setVoltRange","voltRange":"10V"}"#, "setVoltRange", #","voltRange":"10V""#),
    exchange(#"{"command":"setCurrRange","currRange":"10000uA"}"#, "setCurrRange", #","currRange":"10000uA""#),
  ]

  @Test("Opening parts the electrodes, checks the variant and takes the largest ranges")
  func open() async throws {
    let line = ScriptedLine(Self.opening(variant: "10V_10MilliAmpV0.2") + Self.ranges)
    let channel = RodeostatChannel(try Shipped.setup("rodeostat"), on: line)
    try await channel.open()
    #expect(line.isComplete && line.fault == nil, "\(line.fault ?? "")")
  }

  @Test("Hardware without the relay is refused", arguments: ["10V_10MilliAmpV0.1", "10V_nanoAmpV0.2", ""])
  func wrongVariant(variant: String) async throws {
    let line = ScriptedLine(Self.opening(variant: variant))
    let channel = RodeostatChannel(try Shipped.setup("rodeostat"), on: line)
    let error = await #expect(throws: ChannelError.self) { try await channel.open() }
    guard case .refused? = error else { throw Unexpected(error: error) }
  }

  @Test("A current is refused, in words, and nothing is sent")
  func current() async throws {
    let line = ScriptedLine([])
    let channel = RodeostatChannel(try Shipped.setup("rodeostat"), on: line)
    let error = await #expect(throws: ChannelError.self) { try await channel.apply(.current(Quantity(si: 1e-4))) }
    #expect(error?.words.contains("potentiostat") == true)
    #expect(line.log.isEmpty)
  }

  @Test("A voltage is set before the electrodes meet; samples of a test between the answers are passed over")
  func voltage() async throws {
    let line = ScriptedLine(
      Self.opening(variant: "10V_10MilliAmpV0.2") + Self.ranges + [
        Self.exchange(#"{"command":"setVolt","v":0.5}"#, "setVolt", #","v":0.4998"#), Self.together,
        Exchange(
          #"{"command":"getCurr"}"# + "\n",
          answer: #"{"t":10,"v":9,"i":99}"# + "\r\n" + #"{"success":true,"response":{"command":"getCurr","i":-123.5}}"#
            + "\r\n"),
        Self.exchange(#"{"command":"getVolt"}"#, "getVolt", #","v":0.4998"#),
      ])
    let channel = RodeostatChannel(try Shipped.setup("rodeostat"), on: line)
    try await channel.open()
    try await channel.apply(.voltage(Quantity(si: 0.5)))
    let reading = try await channel.read().reading
    #expect(reading.voltage.si == 0.4998)
    #expect((reading.current.si + 123.5e-6).magnitude < 1e-12)
    #expect(line.isComplete && line.fault == nil, "\(line.fault ?? "")")
  }

  @Test("A voltage that was clipped is refused, and the electrodes stay apart")
  func clipped() async throws {
    let line = ScriptedLine([Self.exchange(#"{"command":"setVolt","v":1.5}"#, "setVolt", #","v":1.0"#)])
    let channel = RodeostatChannel(try Shipped.setup("rodeostat"), on: line)
    let error = await #expect(throws: ChannelError.self) { try await channel.apply(.voltage(Quantity(si: 1.5))) }
    guard case .refused? = error else { throw Unexpected(error: error) }
    #expect(!line.log.contains("true"))
  }

  @Test("Making safe parts the electrodes, never sets 0 V")
  func makeSafe() async throws {
    let line = ScriptedLine([Self.apart])
    try await RodeostatChannel(Shipped.setup("rodeostat"), on: line).makeSafe()
    #expect(line.isComplete && line.fault == nil)
    #expect(!line.log.contains("setVolt"))
  }
}
