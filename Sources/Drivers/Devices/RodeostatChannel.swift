public import Cycling
import DeviceProfiles
import Quantities

/// A channel of an IO Rodeo Rodeostat with a relay (hardware V0.2): a potentiostat, so that a current is refused.
public actor RodeostatChannel: InstrumentChannel {
  /// What the channel can do.
  public nonisolated let capabilities: ChannelCapabilities
  private let setup: InstrumentSetup
  private let line: any ByteLine
  private var variant: RodeostatVariant?
  private var held: Setpoint?
  private var origin: Duration?
  private var latest = 0.0
  private var trip: String?

  /// A channel over a line that is open.
  public init(_ setup: InstrumentSetup, on line: any ByteLine) {
    (self.setup, self.line) = (setup, line)
    capabilities = setup.capabilities
  }

  /// Opens the relay, checks who is there and takes the largest ranges; the cell stays open.
  public func open() async throws(ChannelError) {
    let setup = setup
    variant = try await line.converse { (io: any ByteIO) throws(ChannelError) -> RodeostatVariant in
      var dialogue = RodeostatDialogue(setup: setup, io: io)
      try dialogue.clear()
      _ = try dialogue.ask("setAllElectConnected", ["connected": false])
      let answer = try dialogue.ask("getVariant")
      let name = answer.words["variant"] ?? ""
      let wanted = setup.model.identity.flatMap { check -> [String] in
        if case .answer(_, let words) = check { words } else { [] }
      }
      guard wanted.allSatisfy(name.contains), let variant = RodeostatVariant(name) else {
        throw .refused(.wrongInstrument(name, wanted: wanted, setup.profile.name))
      }
      _ = try dialogue.ask("setVoltRange", ["voltRange": variant.voltageRange])
      _ = try dialogue.ask("setCurrRange", ["currRange": variant.currentRange])
      return variant
    }
    held = nil
  }

  /// Holds a voltage, or opens the cell; a current is refused.
  public func apply(_ setpoint: Setpoint) async throws(ChannelError) {
    if let trip { throw .tripped(.stillTripped(trip)) }
    if case .current = setpoint { throw .refused(.noCurrent(setup.profile.name)) }
    if let refusal = setup.refusal(of: setpoint) { throw refusal }
    guard case .voltage(let voltage) = setpoint else {
      try await makeSafe()
      held = .open
      return
    }
    let setup = setup
    let now = try await line.converse { (io: any ByteIO) throws(ChannelError) -> Duration in
      var dialogue = RodeostatDialogue(setup: setup, io: io)
      // A voltage beyond the range is clipped without a word: what it says it set is compared.
      let set = try dialogue.ask("setVolt", ["v": voltage.si]).numbers["v"] ?? .nan
      guard (set - voltage.si).magnitude <= 0.01 else {
        throw .refused(.unexpected("\(set) V", to: "setVolt", wanted: "\(voltage.si) V"))
      }
      _ = try dialogue.ask("setAllElectConnected", ["connected": true])
      return io.now
    }
    origin = origin ?? now
    held = setpoint
  }

  /// Asks for voltage and current.
  public func read() async throws(ChannelError) -> ChannelReading {
    if let trip { throw .tripped(.stillTripped(trip)) }
    guard let held, held.isVoltage, let variant else { throw .refused(.outputOff(setup.profile.name)) }
    let setup = setup
    let (voltage, current, asked, answered) = try await line.converse {
      (io: any ByteIO) throws(ChannelError) -> (Double, Double, Duration, Duration) in
      var dialogue = RodeostatDialogue(setup: setup, io: io)
      let asked = io.now
      guard let current = try dialogue.ask("getCurr").numbers["i"] else {
        throw .lost(.unreadable("getCurr", setup.profile.name))
      }
      guard let voltage = try dialogue.ask("getVolt").numbers["v"] else {
        throw .lost(.unreadable("getVolt", setup.profile.name))
      }
      return (voltage, current * 1e-6, asked, io.now)
    }
    if let fault = setup.breach(voltage: voltage, current: current) {
      trip = fault
      try await makeSafe()
      throw .tripped(.nowOff(fault))
    }
    let middle = asked + (answered - asked) / 2
    latest = max(latest, setup.testTime(middle, since: origin ?? middle))
    return ChannelReading(
      reading: Reading(
        time: Quantity(si: latest), voltage: Quantity(si: voltage), current: Quantity(si: current), setpoint: held,
        flags: current.magnitude >= 0.999 * variant.largestCurrent ? .overload : []),
      age: Quantity(si: setup.testTime(answered, since: middle)))
  }

  /// Opens the relay; never "0 V".
  public func makeSafe() async throws(ChannelError) {
    let setup = setup
    try await setup.persist { () async throws(ChannelError) in
      try await line.converse { (io: any ByteIO) throws(ChannelError) in
        var dialogue = RodeostatDialogue(setup: setup, io: io)
        do throws(ChannelError) {
          _ = try dialogue.ask("setAllElectConnected", ["connected": false])
        } catch {
          try dialogue.clear()
          _ = try dialogue.ask("setAllElectConnected", ["connected": false])
        }
      }
    }
    held = nil
  }

  /// Makes the cell safe and closes the line.
  public func close() async {
    try? await makeSafe()
    await line.close()
  }

  /// Clears a latched trip.
  public func acknowledge() { trip = nil }
}

/// One conversation with a Rodeostat, on the line's own thread.
struct RodeostatDialogue {
  let setup: InstrumentSetup
  let io: any ByteIO
  private var cutter = LineCutter(end: [10])

  init(setup: InstrumentSetup, io: any ByteIO) { (self.setup, self.io) = (setup, io) }

  /// Ends a test that may run, and throws away what came.
  mutating func clear() throws(ChannelError) {
    do {
      try io.write(RodeostatMessage.command("stopTest"))
      try io.pause(.milliseconds(200))
      try io.discardInput()
    } catch { throw .lost(error.words) }
    cutter.clear()
  }

  /// Sends a command and waits for its answer; samples of a test that runs are passed over.
  mutating func ask(
    _ command: String, _ arguments: [String: any Sendable & Encodable] = [:]
  ) throws(ChannelError) -> RodeostatMessage {
    do {
      try io.write(RodeostatMessage.command(command, arguments))
      let deadline = io.now + .seconds(setup.profile.timing.answer.si)
      while let line = try cutter.next(from: io, within: deadline - io.now) {
        guard let message = RodeostatMessage(line), let success = message.success else { continue }
        // An answer names its command: a late one is never taken for this one's.
        guard message.words["command"] == command || !success && message.words["command"] == nil else { continue }
        guard success else {
          throw Failure.instrument("\(setup.profile.name) refuses \(command): \(message.message ?? "no reason given")")
        }
        return message
      }
    } catch let error as LineError {
      throw .lost(error.words)
    } catch let error as Failure {
      throw .refused(error.words)
    } catch { throw .lost("\(error)") }
    throw .lost(.silent(command, setup.profile.name))
  }

  private enum Failure: Error {
    case instrument(String)
    var words: String { if case .instrument(let words) = self { words } else { "" } }
  }
}
