public import Cycling
import DeviceProfiles
import Quantities

/// A channel of an instrument on a Modbus line, driven wholly by its profile.
///
/// Each operation is one job on the line's thread. What trips stays tripped until `acknowledge()`.
public actor ModbusChannel: InstrumentChannel {
  /// What the model sets.
  public nonisolated let capabilities: ChannelCapabilities
  private let port: ModbusPort
  private let job: ModbusJob
  private let channel: Int
  private let now: @Sendable () -> Double
  private var setpoint = Setpoint.open
  private var origin: Double?
  /// Why nothing is done any more; nil while all is well.
  private var latched: ChannelError?
  private var isArmed = false
  private var memory = ModbusJob.Memory()

  /// A channel of an identified instrument.
  init(
    _ instrument: ModbusInstrument, on port: ModbusPort, place: String, limits: ChannelLimits,
    now: @escaping @Sendable () -> Double
  ) throws(ChannelError) {
    (self.port, self.now, channel) = (port, now, Int(instrument.unit))
    job = try ModbusJob(instrument, limits: limits, place: place)
    capabilities = ChannelCapabilities(
      name: "\(instrument.model.name) at \(place)", voltage: instrument.model.voltage?.channelSpan,
      current: instrument.model.current?.channelSpan)
  }

  /// Checks that the instrument is the one that it was, sets its limits and its watchdog and reads them back; the output stays off.
  public func open() async throws(ChannelError) {
    latched = nil
    try await settle { job, line, memory throws(ChannelError) in try job.arm(line, &memory) }
    (setpoint, isArmed, origin) = (.open, true, nil)
  }

  /// Sets what to hold, reads it back and switches the output on; what does not fit the instrument is refused before anything is sent.
  public func apply(_ setpoint: Setpoint) async throws(ChannelError) {
    try requireReady()
    beginTime()
    let ready = try job.ready(for: setpoint)
    try await settle { job, line, memory throws(ChannelError) in try job.apply(ready, line, &memory) }
    self.setpoint = setpoint
  }

  /// Takes a reading; what is outside the limits opens the cell before anyone sees it.
  public func read() async throws(ChannelError) -> ChannelReading {
    try requireReady()
    beginTime()
    let (held, now, began) = (setpoint, now, origin ?? 0)
    let taken = try await settle { job, line, memory throws(ChannelError) in
      try job.read(line, &memory, holding: held, clock: now)
    }
    return ChannelReading(
      reading: Reading(
        time: Quantity(si: max(0, taken.measuredAt - began)), voltage: Quantity(si: taken.voltage),
        current: Quantity(si: taken.current), setpoint: held, flags: taken.flags),
      age: Quantity(si: max(0, now() - taken.measuredAt)))
  }

  /// Switches the output off and reads that back, before all other jobs of the line, on a fresh connection if need be.
  public func makeSafe() async throws(ChannelError) {
    try await settle(urgent: true) { job, line, memory throws(ChannelError) in try job.makeSafe(line, &memory) }
    setpoint = .open
  }

  /// Makes the cell safe, gives the instrument back to its front panel and leaves the line.
  public func close() async {
    _ = try? await settle(urgent: true) { job, line, memory throws(ChannelError) in job.leave(line, &memory) }
    (setpoint, isArmed) = (.open, false)
  }

  /// Clears a latched trip in the instrument and here, and sets all limits again: a person's word.
  public func acknowledge() async throws(ChannelError) {
    try await settle { job, line, memory throws(ChannelError) in try job.acknowledge(line, &memory) }
    (latched, setpoint, isArmed) = (nil, .open, true)
  }

  private func requireReady() throws(ChannelError) {
    if let latched { throw latched }
    guard isArmed else {
      throw .refused("\(job.place) is not open: the instrument's limits are not set; the cell is as it was")
    }
  }

  /// Test time begins with the first thing that is asked of an open channel.
  private func beginTime() { if origin == nil { origin = now() } }

  /// Does a job on the line; a job that failed latches, one that never began does not.
  private func settle<Answer: Sendable>(
    urgent: Bool = false,
    _ body: @escaping @Sendable (ModbusJob, ModbusLine, inout ModbusJob.Memory) throws(ChannelError) -> Answer
  ) async throws(ChannelError) -> Answer {
    let (job, before) = (job, memory)
    let place = job.place
    let outcome = try await port.thread.run(
      for: channel, patience: job.patience, urgent: urgent,
      refused: { ChannelError.lost("\(place): \($0.words); the cell is as it was") }
    ) { line throws(ChannelError) -> (Result<Answer, ChannelError>, ModbusJob.Memory) in
      var memory = before
      do throws(ChannelError) { return (.success(try body(job, line, &memory)), memory) } catch {
        return (.failure(error), memory)
      }
    }
    memory = outcome.1
    do throws(ChannelError) { return try outcome.0.get() } catch {
      (latched, setpoint) = (error, .open)
      throw error
    }
  }
}
