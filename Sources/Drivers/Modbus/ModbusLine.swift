/// A Modbus line with its memory: what it may believe, and what it may send.
///
/// A reply on RTU carries nothing of its request. One that comes after its time is taken for the answer to the next request, and so on for ever
/// (measured with libmodbus 3.1.6). So after any error the line is suspect: it waits until no answer can come any more, throws away what came, and
/// reads what it knows (`KnownAnswers`) before it believes anything. Reads are repeated a few times; writes never are, but read back.
///
/// Belongs to its line's thread.
package final class ModbusLine {
  private enum Condition {
    case closed(failures: Int, notBefore: Double)
    case suspect(until: Double)
    case sound
  }

  private let link: any ModbusLink
  private let time: any LineTime
  private let locking: () throws(LineFault) -> PortLock?
  private var lock: PortLock?
  private var condition = Condition.closed(failures: 0, notBefore: -.infinity)
  private var units: [UInt8: ModbusUnit] = [:]
  private var recognised: Set<UInt8> = []
  private var (lastSent, lastEnd, lastWrite) = (-Double.infinity, -Double.infinity, -Double.infinity)
  private var silences = 0
  /// How often the line became suspect since a unit was recognised last.
  private var doubts = 0
  /// What happened on the line so far.
  package private(set) var counts = LineCounts()
  /// How often a read is tried; where there is a deadline, until then.
  package var tries = 3
  /// The moment on the line's clock after which no read is tried again; nil for none.
  package var deadline: Double?

  /// A line that opens with its first request.
  package init(
    _ link: any ModbusLink, time: any LineTime = MonotoneTime(),
    locking: @escaping () throws(LineFault) -> PortLock? = { nil }
  ) {
    (self.link, self.time, self.locking) = (link, time, locking)
  }

  /// Makes a unit known: what may be written to it, and how it wants to be spoken to. Without this nothing is written.
  ///
  /// - Parameter keeping: whether a unit that is known already stays as it is known.
  package func attach(_ unit: UInt8, keeping: Bool = false, _ about: ModbusUnit) {
    if keeping, units[unit] != nil { return }
    units[unit] = about
    // All units of a line wait as long as the slowest needs.
    var timing = units.count == 1 ? about.timing : link.timing
    timing.response = max(timing.response, about.timing.response)
    timing.latest = max(timing.latest, about.timing.latest)
    timing.gap = max(timing.gap, about.timing.gap)
    timing.byte = max(timing.byte, about.timing.byte)
    link.timing = timing
  }

  /// Whether somebody attached a unit.
  package func knows(_ unit: UInt8) -> Bool { units[unit] != nil }

  /// Says what a unit is known to answer, from now on.
  package func learn(_ answers: [KnownAnswer], of unit: UInt8) {
    units[unit]?.known = answers
    recognised.insert(unit)
  }

  /// Forgets a unit; without any the line closes and its lock is let go.
  package func detach(_ unit: UInt8) {
    units[unit] = nil
    recognised.remove(unit)
    guard units.isEmpty else { return }
    hangUp(failures: 0)
    lock = nil
  }

  /// Ends the connection; the next request opens a fresh one.
  package func hangUp() { hangUp(failures: 0) }

  /// Counts errors, to see whether there was one between two moments.
  package var trouble: Int { counts.faults }

  /// Whether the deadline is over.
  package var isLate: Bool { deadline.map { time.now >= $0 } ?? false }

  /// The line's clock, s.
  package var now: Double { time.now }

  /// Lets time pass on the line's thread.
  package func pause(_ seconds: Double) { time.pause(seconds) }

  /// Says that what came cannot be right, whatever its form.
  package func distrust() { note(.unverified("its answers contradict each other")) }

  // MARK: Reading

  /// Registers of a unit; tried again after an error, but only when the line has recognised the unit again.
  package func registers(
    _ table: ModbusRequest.Table = .holding, at address: UInt16, count: Int, of unit: UInt8
  ) throws(ModbusFault) -> [UInt16] {
    try repeated(.read(table, address: address, count: count), unit) { reply, request throws(ModbusFault) in
      try ModbusReply.registers(in: reply, to: request, count: count)
    }
  }

  /// Bits of a unit, likewise.
  package func bits(
    _ table: ModbusRequest.Table = .coils, at address: UInt16, count: Int, of unit: UInt8
  ) throws(ModbusFault) -> [Bool] {
    try repeated(.read(table, address: address, count: count), unit) { reply, request throws(ModbusFault) in
      try ModbusReply.bits(in: reply, to: request, count: count)
    }
  }

  private func repeated<Answer>(
    _ request: ModbusRequest, _ unit: UInt8, _ read: ([UInt8], [UInt8]) throws(ModbusFault) -> Answer
  ) throws(ModbusFault) -> Answer {
    var remaining = tries
    while true {
      remaining -= 1
      do throws(ModbusFault) {
        try prepare(for: unit)
        return try once(request, unit, read)
      } catch {
        switch error {
        case .line(.inUse), .forbidden, .notTaken: throw error
        case .exception(let code) where code != 6: throw error
        case .line(.cannotOpen) where deadline == nil: throw error
        case .line, .exception:
          if deadline == nil ? remaining <= 0 : isLate { throw error }
          if case .exception = error { time.pause(link.timing.response) }
        }
      }
    }
  }

  // MARK: Writing

  /// Sends a write once, without looking whether it was taken: `WrittenValue` does.
  ///
  /// - Parameter isUrgent: whether to send it although the line is suspect: switching off.
  package func write(_ request: ModbusRequest, to unit: UInt8, isUrgent: Bool = false) throws(ModbusFault) {
    guard let about = units[unit] else { throw .forbidden("nothing is known of unit \(unit)") }
    for address in request.addressesWritten {
      if let reason = about.refusal(Int(address)) {
        throw .forbidden("address \(address) may not be written: \(reason)")
      }
    }
    try prepare(for: unit, isUrgent: isUrgent)
    time.pause(lastWrite + about.writeSpacing - time.now)
    defer { lastWrite = time.now }
    try once(request, unit) { reply, request throws(ModbusFault) in try ModbusReply.echo(in: reply, of: request) }
  }

  // MARK: Trust

  /// Opens the line where it is closed, waits where it is suspect, and recognises the unit where that is due.
  private func prepare(for unit: UInt8, isUrgent: Bool = false) throws(ModbusFault) {
    switch condition {
    case .sound: break
    case .closed(let failures, let notBefore):
      if !isUrgent { time.pause(notBefore - time.now) }
      try open(failures)
    case .suspect(let until):
      if isUrgent { return link.flush() }
      // After a long rest nothing is on its way any more.
      if time.now - lastSent > 10 * link.timing.latest { doubts = 1 }
      time.pause(until - time.now)
      link.flush()
      condition = .sound
    }
    if !recognised.contains(unit) { try recognise(unit) }
  }

  private func open(_ failures: Int) throws(ModbusFault) {
    do throws(LineFault) {
      if lock == nil { lock = try locking() }
      try link.open()
    } catch {
      // A port that comes back may have another name behind its link: its lock is taken anew.
      lock = nil
      counts.faults += 1
      let wait = min(2, 0.05 * Double(1 << min(failures, 6)))
      condition = .closed(failures: failures + 1, notBefore: time.now + wait)
      throw .line(error)
    }
    counts.connections += 1
    (condition, recognised, silences) = (.sound, [], 0)
    if link.numbersRequests { doubts = 0 }
  }

  /// Reads what the unit is known to answer; anything else makes the line suspect again.
  private func recognise(_ unit: UInt8) throws(ModbusFault) {
    try recognise(unit, by: units[unit]?.known ?? [])
    recognised.insert(unit)
    doubts = 0
  }

  /// Reads answers that should be known, once, the second one once more for each time that this failed before; anything else makes the line suspect.
  ///
  /// So answers that are still on their way from earlier tries never look like those to this one: their second kind is repeated less often.
  package func recognise(_ unit: UInt8, by answers: [KnownAnswer]) throws(ModbusFault) {
    let repeats = answers.count > 1 ? max(0, doubts - 1) : 0
    for known in answers + Array(repeating: answers.last, count: repeats).compactMap({ $0 }) {
      let words = try once(.read(known.table, address: known.address, count: known.count), unit) {
        reply, request throws(ModbusFault) in
        try ModbusReply.registers(in: reply, to: request, count: known.count)
      }
      guard words.starts(with: known.words) else {
        let fault = LineFault.unverified("address \(known.address) of unit \(unit) changed")
        note(fault)
        throw .line(fault)
      }
    }
  }

  /// One request and its reply, without a second try; an error leaves the line suspect or closed.
  private func once<Answer>(
    _ request: ModbusRequest, _ unit: UInt8, _ read: ([UInt8], [UInt8]) throws(ModbusFault) -> Answer
  ) throws(ModbusFault) -> Answer {
    guard let bytes = request.bytes else { throw .forbidden("so much does not go into one request") }
    if link.timing.gap > 0 { time.pause(lastEnd + link.timing.gap - time.now) }
    if !link.numbersRequests { link.flush() }
    lastSent = time.now
    counts.requests += 1
    defer { lastEnd = time.now }
    do throws(ModbusFault) {
      let answer = try read(try exchange(bytes, unit), bytes)
      silences = 0
      return answer
    } catch {
      if case .line(let fault) = error { note(fault) }
      throw error
    }
  }

  private func exchange(_ bytes: [UInt8], _ unit: UInt8) throws(ModbusFault) -> [UInt8] {
    do throws(LineFault) { return try link.exchange(bytes, with: unit) } catch { throw .line(error) }
  }

  /// Remembers an error: what must happen before anything is believed again.
  private func note(_ fault: LineFault) {
    counts.faults += 1
    switch fault {
    case .gone, .cannotOpen, .inUse: hangUp(failures: 0)
    case .silent where link.numbersRequests:
      // A late answer gives itself away by its number; a connection that stays silent is half open.
      silences += 1
      if silences > 1 { hangUp(failures: 0) }
    case _ where link.numbersRequests: hangUp(failures: 0)
    case .silent, .cut, .checkSum, .foreign, .unverified:
      condition = .suspect(until: max(time.now, lastSent + link.timing.latest))
      recognised = []
      doubts += 1
      counts.quarantines += 1
    }
  }

  private func hangUp(failures: Int) {
    link.close()
    condition = .closed(failures: failures, notBefore: time.now)
    recognised = []
  }

  /// Reads something where nothing was said for some time: keeps sockets and watchdogs from running out.
  package func keepAlive() {
    guard case .sound = condition else { return }
    for (unit, about) in units {
      guard let interval = about.keepAlive, time.now - lastEnd >= interval, let known = about.known.first else {
        continue
      }
      _ = try? once(.read(known.table, address: known.address, count: known.count), unit) {
        reply, request throws(ModbusFault) in
        try ModbusReply.registers(in: reply, to: request, count: known.count)
      }
    }
  }
}
