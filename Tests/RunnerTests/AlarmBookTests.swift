import Cycling
import Foundation
import Quantities
import Runner
import Testing

@Suite("Alarm book")
struct AlarmBookTests {
  /// A book that is driven second by second while the cell plates, or rests.
  struct Desk {
    var book: AlarmBook
    var time = 0.0
    var changes: [AlarmChange] = []

    init(_ policy: AlarmPolicy = AlarmPolicy()) { book = AlarmBook(policy: policy) }

    mutating func pass(to time: Double, current: Double = -1, depletion: Double? = nil, paused: Bool = false) {
      let forecast = depletion.map {
        SandForecast(remaining: .zero, sandTime: .zero, depletion: $0, basis: .readings)
      }
      self.time = time
      changes += book.pass(
        to: Reading(
          time: Quantity(si: time), voltage: .zero, current: .zero,
          setpoint: current == 0 ? .open : .current(Quantity(si: current)), flags: paused ? .paused : []),
        forecast: forecast, step: 1)
    }

    mutating func say(_ kind: AlarmKind, _ severity: Severity) {
      changes += book.take(Alarm(kind: kind, severity: severity, time: Quantity(si: time)))
    }
  }

  @Test("An alarm is raised, seen, cleared behind its off-delay, latched and reset")
  func life() {
    var desk = Desk()
    desk.pass(to: 1)
    desk.say(.sandTimeDivergence, .alarm)
    #expect(desk.book[.sandTimeDivergence].state == .unacknowledged)
    desk.changes += desk.book.acknowledge(nil)
    desk.pass(to: 10, current: 0)
    #expect(desk.book[.sandTimeDivergence].state == .acknowledged)
    #expect(desk.book.reset(nil).isEmpty)
    desk.pass(to: 15, current: 0)
    #expect(desk.book[.sandTimeDivergence].state == .latched)
    desk.changes += desk.book.reset(.sandTimeDivergence)
    #expect(desk.book[.sandTimeDivergence].state == .normal)
    #expect(desk.changes.map(\.cause) == [.raised, .acknowledged, .cleared, .reset])
    #expect(desk.changes.map(\.severity) == [.alarm, .alarm, .alarm, .alarm])
    #expect(desk.book.notNormal.isEmpty)
  }

  @Test("A watch clears by itself; a condition that comes back in its off-delay never went")
  func offDelay() {
    var desk = Desk()
    desk.pass(to: 1)
    desk.say(.sandTimeDivergence, .watch)
    desk.pass(to: 2, current: 0)
    desk.pass(to: 4, current: -1)
    desk.pass(to: 8, current: -1)
    #expect(desk.book[.sandTimeDivergence].state == .unacknowledged)
    desk.pass(to: 9, current: 1)
    desk.pass(to: 13.9, current: 1)
    #expect(desk.book[.sandTimeDivergence].state == .unacknowledged)
    desk.pass(to: 14, current: 1)
    #expect(desk.book[.sandTimeDivergence].state == .normal)
    #expect(desk.changes.count == 2)
  }

  @Test("A soft short that is not said to stay is over after a minute, one that stays after an hour of silence")
  func silence() {
    var desk = Desk(AlarmPolicy(offDelay: .zero))
    desk.pass(to: 1)
    desk.say(.softShort, .info)
    #expect(desk.book[.softShort].state == .normal)
    desk.say(.softShort, .watch)
    desk.pass(to: 60, current: 0)
    desk.say(.softShort, .watch)
    desk.pass(to: 119, current: 1)
    #expect(desk.book[.softShort].state == .unacknowledged)
    desk.pass(to: 120, current: 1)
    #expect(desk.book[.softShort].state == .normal)
    desk.say(.softShort, .alarm)
    desk.pass(to: 3719, current: 1)
    #expect(desk.book[.softShort].state == .unacknowledged)
    desk.pass(to: 3720, current: 1)
    #expect(desk.book[.softShort].state == .returnedUnacknowledged)
  }

  @Test("What is about something past is over at once")
  func past() {
    var desk = Desk()
    desk.pass(to: 1)
    desk.say(.coulombicEfficiency, .watch)
    desk.pass(to: 2, current: 1)
    desk.pass(to: 6.9, current: 0)
    #expect(desk.book[.coulombicEfficiency].state == .unacknowledged)
    desk.pass(to: 7, current: 0)
    #expect(desk.book[.coulombicEfficiency].state == .normal)
  }

  @Test("A depletion alarm returns only when the depletion has fallen by the dead-band")
  func deadBand() {
    var desk = Desk(AlarmPolicy(offDelay: .zero))
    desk.pass(to: 1, depletion: 0.8)
    desk.say(.sandTimeDivergence, .watch)
    desk.pass(to: 2, depletion: 0.73)
    #expect(desk.book[.sandTimeDivergence].state == .unacknowledged)
    desk.pass(to: 3, depletion: 0.71)
    #expect(desk.book[.sandTimeDivergence].state == .normal)
  }

  @Test("An on-delay holds a watch back, never a trip, and a condition that is gone in it raises nothing")
  func onDelay() {
    var desk = Desk(AlarmPolicy(onDelay: Quantity(si: 3)))
    desk.pass(to: 1)
    desk.say(.polarisationRunaway, .watch)
    desk.say(.hardShort, .trip)
    #expect(desk.book[.polarisationRunaway].state == .normal)
    #expect(desk.book[.hardShort].state == .unacknowledged)
    desk.pass(to: 3)
    desk.pass(to: 4)
    #expect(desk.book[.polarisationRunaway].state == .unacknowledged)
    desk.say(.compliance, .alarm)
    desk.pass(to: 5, current: 0)
    desk.pass(to: 60, current: 0)
    #expect(desk.book[.compliance].state == .normal)
  }

  @Test("A shelf is limited in time; what came and went on it waits for somebody, a trip breaks out of it")
  func shelf() {
    var desk = Desk()
    desk.pass(to: 1)
    #expect(desk.book.shelve(.sandTimeDivergence, for: Quantity(si: 1e9)).count == 1)
    #expect(desk.book[.sandTimeDivergence].shelvedUntil == Quantity(si: 86_401))
    #expect(desk.book.shelve(.sandTimeDivergence, for: Quantity(si: 100)).count == 1)
    #expect(desk.book[.sandTimeDivergence].shelvedUntil == Quantity(si: 101))
    desk.say(.sandTimeDivergence, .alarm)
    desk.pass(to: 50, current: 0)
    desk.pass(to: 60, current: 0)
    #expect(desk.book[.sandTimeDivergence].state == .shelved)
    desk.pass(to: 101, current: 0)
    #expect(desk.book[.sandTimeDivergence].state == .returnedUnacknowledged)
    _ = desk.book.shelve(.hardShort, for: Quantity(si: 100))
    desk.say(.hardShort, .trip)
    #expect(desk.book[.hardShort].state == .unacknowledged)
    #expect(desk.book.shelve(.hardShort, for: Quantity(si: 100)).isEmpty)
    #expect(desk.book.takeOutOfService(.hardShort).isEmpty)
    #expect(desk.book.shelve(.compliance, for: Quantity(si: -1)).isEmpty)
    #expect(desk.book.shelve(.compliance, for: Quantity(si: .nan)).isEmpty)
  }

  @Test("What means nothing without a current is suppressed in a pause, and waits for somebody behind it")
  func suppressed() {
    var desk = Desk()
    desk.pass(to: 1, paused: true)
    desk.say(.compliance, .alarm)
    #expect(desk.book[.compliance].state == .suppressed)
    desk.pass(to: 2)
    #expect(desk.book[.compliance].state == .unacknowledged)
    desk.pass(to: 10)
    #expect(desk.book[.compliance].state == .returnedUnacknowledged)
  }

  @Test("Out of service until it is returned")
  func outOfService() {
    var desk = Desk()
    desk.pass(to: 1)
    _ = desk.book.takeOutOfService(.sandTimeDivergence)
    desk.say(.sandTimeDivergence, .alarm)
    #expect(desk.book[.sandTimeDivergence].state == .outOfService)
    _ = desk.book.returnToService(.sandTimeDivergence)
    #expect(desk.book[.sandTimeDivergence].state == .unacknowledged)
  }

  @Test("The first of many is marked until all are normal again")
  func firstOut() {
    var desk = Desk()
    desk.pass(to: 1)
    desk.say(.sandTimeDivergence, .watch)
    desk.say(.compliance, .alarm)
    desk.say(.sandTimeDivergence, .alarm)
    #expect(desk.changes.map(\.isFirstOut) == [true, false, true])
    #expect(desk.book[.sandTimeDivergence].isFirstOut && !desk.book[.compliance].isFirstOut)
  }

  @Test("A chattering alarm is announced once a minute, a higher severity at once")
  func flood() {
    var desk = Desk(AlarmPolicy(offDelay: .zero))
    for second in stride(from: 0.0, to: 120, by: 2) {
      desk.pass(to: second)
      desk.say(.compliance, .watch)
      desk.pass(to: second + 1, current: 0)
    }
    let raised = desk.changes.filter { $0.cause == .raised }
    #expect(raised.count == 60)
    #expect(raised.filter(\.isAnnounced).map(\.time.si) == [0, 60])
    desk.pass(to: 121)
    desk.say(.compliance, .alarm)
    #expect(desk.changes.last?.isAnnounced == true)
    #expect(desk.changes.filter { $0.cause != .raised }.allSatisfy { !$0.isAnnounced })
  }

  @Test("A copy read back from its text goes on alike")
  func codable() throws {
    var desk = Desk()
    desk.pass(to: 1)
    desk.say(.sandTimeDivergence, .alarm)
    _ = desk.book.shelve(.compliance, for: Quantity(si: 9))
    var copy = desk
    copy.book = try JSONDecoder().decode(AlarmBook.self, from: JSONEncoder().encode(desk.book))
    #expect(copy.book == desk.book)
    for time in 2..<20 {
      copy.pass(to: Double(time), current: 0)
      desk.pass(to: Double(time), current: 0)
    }
    #expect(copy.changes == desk.changes)
    #expect(desk.changes.count == 3)
  }
}

@Suite("Alarm book: random events")
struct AlarmWalkTests {
  @Test(
    "A trip never leaves by itself and is never hidden, a shelf ends, and no alarm is lost",
    arguments: 0..<100 as Range<UInt64>)
  func walk(seed: UInt64) throws {
    var random = RandomWalkTests.Generator(state: seed &* 7919)
    let policy = AlarmPolicy(onDelay: Quantity(si: seed % 2 == 0 ? 0 : 2))
    var desk = AlarmBookTests.Desk(policy)
    let kinds: [AlarmKind] = [.sandTimeDivergence, .compliance, .hardShort, .openCircuit]
    /// What was raised above watch and nobody has seen since; a person acknowledges all that is to be seen.
    var owed: Set<AlarmKind> = []
    var known: [AlarmKind: AlarmState] = [:]
    for _ in 0..<1500 {
      let time = desk.time + Double.random(in: 0...4, using: &random)
      let before = desk.changes.count
      var byPerson = false
      let kind = kinds.randomElement(using: &random) ?? .compliance
      switch Int.random(in: 0..<12, using: &random) {
      case 0...4:
        desk.pass(
          to: time, current: [-1, 0, 1].randomElement(using: &random) ?? 0,
          depletion: Double.random(in: 0...1, using: &random), paused: Int.random(in: 0..<8, using: &random) == 0)
      case 5...7:
        let severity: Severity =
          Int.random(in: 0..<40, using: &random) == 0
          ? .trip : [.info, .watch, .alarm].randomElement(using: &random) ?? .info
        // What stands and was seen is no news when it is said again.
        let isKnown = known[kind] == .acknowledged && severity <= desk.book[kind].severity
        desk.say(kind, severity)
        if severity == .trip {
          #expect(desk.book[kind].isStanding)
          #expect(desk.book[kind].severity == .trip)
        }
        if !isKnown, severity >= .alarm, policy.onDelay == .zero || severity == .trip { owed.insert(kind) }
      case 8:
        (byPerson, desk.changes) = (
          true, desk.changes + desk.book.acknowledge(Bool.random(using: &random) ? kind : nil)
        )
      case 9:
        (byPerson, desk.changes) = (true, desk.changes + desk.book.reset(Bool.random(using: &random) ? kind : nil))
      case 10:
        let isTrip = desk.book[kind].severity == .trip
        let hiding =
          Bool.random(using: &random) ? desk.book.shelve(kind, for: Quantity(si: 20)) : desk.book.takeOutOfService(kind)
        if isTrip { #expect(hiding.isEmpty) }
        (byPerson, desk.changes) = (true, desk.changes + hiding)
      default:
        (byPerson, desk.changes) = (true, desk.changes + desk.book.unshelve(kind) + desk.book.returnToService(kind))
      }
      for change in desk.changes[before...] {
        // The changes tell the whole story: each begins where the last of its kind ended.
        #expect(change.from == known[change.kind] ?? .normal)
        known[change.kind] = change.to
        if change.cause == .acknowledged { owed.remove(change.kind) }
        if change.severity == .trip {
          #expect([.unacknowledged, .acknowledged, .returnedUnacknowledged, .latched, .normal].contains(change.to))
          if change.to == .normal { #expect(byPerson && change.cause == .reset) }
        }
      }
      for kind in kinds {
        #expect(desk.book[kind].state == known[kind] ?? .normal)
        // Nobody has seen it: it stands unseen, or is hidden by a person for now.
        if owed.contains(kind) {
          #expect(
            [.unacknowledged, .returnedUnacknowledged, .shelved, .outOfService, .suppressed]
              .contains(desk.book[kind].state), "\(kind)")
        }
        if desk.book[kind].state == .shelved {
          #expect((desk.book[kind].shelvedUntil?.si ?? .infinity) <= desk.time + 24)
        }
      }
    }
    // In the end everything comes out of hiding, and what nobody has seen is there to be seen.
    for kind in kinds { desk.changes += desk.book.returnToService(kind) }
    desk.pass(to: desk.time + 1000)
    for kind in owed { #expect([.unacknowledged, .returnedUnacknowledged].contains(desk.book[kind].state)) }
    #expect(desk.changes.count > 50)
  }
}
