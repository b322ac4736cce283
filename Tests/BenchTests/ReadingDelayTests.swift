import Bench
import Cycling
import Quantities
import Testing

@Suite("A reading that comes late on an instrument")
struct ReadingDelayTests {
  @Test("It is said when it comes, with by how much, and once")
  func late() throws {
    let start = ContinuousClock.now
    var delay = ReadingDelay()
    func alarm(_ seconds: Double, next: Double) -> Alarm? {
      delay.alarm(at: start.advanced(by: .seconds(seconds)), next: next, time: Quantity(si: seconds))
    }
    #expect(alarm(0, next: 1) == nil)
    #expect(alarm(3.9, next: 1) == nil, "2.9 s late")
    #expect(alarm(4.9, next: 20) == nil)
    #expect(alarm(24.9, next: 1) == nil, "a step that is read seldom")
    let late = try #require(alarm(35.9, next: 1))
    #expect(late.kind == .staleData && late.severity == .alarm && late.time.si == 35.9)
    #expect(abs(try #require(late["late_s"]) - 10) < 1e-9)
    #expect(alarm(36.9, next: 1) == nil)
  }
}
