public import Cycling
public import Drivers
import Foundation
public import Quantities
public import Runner
import Synchronization

/// A chamber that a run depends on: out of its band or silent, it pauses the run.
///
/// A run that was paused so goes on when a person says so, and the chamber is as it should be.
public final class ChamberBinding: Sendable {
  /// What is asked of a chamber.
  public struct Demand: Hashable, Sendable {
    /// What it shall hold.
    public var temperature: Quantity<Temperature>
    /// By how much it may differ, K.
    public var band: Quantity<Temperature>
    /// How long it must have been within the band before the run begins.
    public var settling: Quantity<Time>

    /// A demand from its parts.
    public init(temperature: Quantity<Temperature>, band: Quantity<Temperature>, settling: Quantity<Time> = .zero) {
      (self.temperature, self.band, self.settling) = (temperature, band, settling)
    }
  }

  private struct State {
    var judge: ChamberGuard
    var mayPause = true
    var task: Task<Void, Never>?
  }

  /// How often the chamber is asked, and how old its answer may be.
  private static let period = Duration.seconds(2)
  private static let freshness = Quantity<Time>(si: 10)

  private let chamber: Chamber
  private let clock = ContinuousClock()
  private let origin: ContinuousClock.Instant
  private let state: Mutex<State>

  /// Connects to the chamber, sets its temperature, and begins to watch it.
  public static func bind(
    _ target: InstrumentTarget, demand: Demand
  ) async throws(ChannelError) -> ChamberBinding {
    let chamber = try await Chamber.connect(target.device.profile, at: target.address, clock: ContinuousClock())
    do throws(ChannelError) { try await chamber.hold(demand.temperature) } catch {
      await chamber.close()
      throw error
    }
    let binding = ChamberBinding(chamber, demand)
    binding.watch()
    return binding
  }

  private init(_ chamber: Chamber, _ demand: Demand) {
    self.chamber = chamber
    origin = ContinuousClock.now
    state = Mutex(
      State(
        judge: ChamberGuard(
          target: demand.temperature, band: demand.band, settling: demand.settling, freshness: Self.freshness)))
  }

  /// Name and port, for people.
  public var name: String { chamber.name }

  /// How it is now.
  public var now: ChamberState { state.withLock { $0.judge.state(at: time) } }

  /// Waits until it is as it should be, or until somebody wants no more of it; tells each new state.
  public func waitUntilReady(tell: (ChamberState) -> Void, interrupted: () -> Bool) async -> Bool {
    var told: String?
    while !interrupted() {
      let now = now
      if case .stale(let age, _) = now, age < Self.freshness {
      } else if now.words != told {
        told = now.words
        tell(now)
      }
      if now.allowsRunning { return true }
      try? await Task.sleep(for: .milliseconds(200))
    }
    return false
  }

  /// A person's hand on a run, which the chamber pauses too.
  public func guarding(_ control: RunControl) -> RunControl {
    RunControl(
      next: { [self] in
        if let command = control.next() {
          // A person's word lets the run go on; is the chamber still out of its band, it pauses again at once.
          if case .resume = command { state.withLock { $0.mayPause = true } }
          return command
        }
        let reason = state.withLock { state -> String? in
          let now = state.judge.state(at: time)
          guard state.mayPause, !now.allowsRunning else { return nil }
          state.mayPause = false
          return now.words
        }
        return reason.map { .pause(reason: $0) }
      }, answer: control.answer)
  }

  /// Leaves the chamber as it is safe.
  public func release() async {
    state.withLock { $0.task?.cancel() }
    await chamber.close()
  }

  private var time: Quantity<Time> { Quantity(si: (clock.now - origin) / .seconds(1)) }

  private func watch() {
    let task = Task { [weak self] in
      while !Task.isCancelled, let self {
        do throws(ChannelError) {
          let reading = try await chamber.read()
          let measured = ChamberReading(temperature: reading.temperature, time: time)
          state.withLock { $0.judge.observe(measured) }
        } catch {
          state.withLock { $0.judge.observe(failure: error) }
        }
        try? await Task.sleep(for: Self.period)
      }
    }
    state.withLock { $0.task = task }
  }
}
