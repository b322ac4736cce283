import Cycling
import Drivers
import Quantities

/// What the state of a run keeps of its channel.
protocol RememberedChannel: Codable, Sendable {
  /// Is told what to hold.
  mutating func apply(_ setpoint: Setpoint)
  /// Lets test time pass.
  mutating func wait(until time: Quantity<Time>)
}

extension VirtualChannel: RememberedChannel {
  mutating func wait(until time: Quantity<Time>) {
    let passed = time - self.time
    if passed.si > 0 { _ = advance(by: passed, within: ReadingWindow()) }
  }
}

/// An instrument keeps its cell itself: nothing of it is stored.
struct ChannelElsewhere: RememberedChannel {
  func apply(_ setpoint: Setpoint) {}
  func wait(until time: Quantity<Time>) {}
}
