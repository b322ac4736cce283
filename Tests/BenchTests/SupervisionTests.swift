import Bench
import Cycling
import Foundation
import Synchronization
import Testing

@Suite("The process that watches over a run")
struct SupervisionTests {
  /// What a supervision makes of what comes through a pipe that is closed behind it.
  private func cause(of words: String) throws -> Supervision.Cause? {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data(words.utf8))
    try pipe.fileHandleForWriting.close()
    return Supervision(input: pipe.fileHandleForReading.fileDescriptor).wait()
  }

  @Test(
    "A farewell ends it, and the end of the pipe without one does not", arguments: ["", "5\n", "5\n0.5\n", "5\nop"])
  func gone(words: String) throws {
    #expect(try cause(of: words) == .gone)
    #expect(try cause(of: "5\n5\nopen\n") == nil)
  }

  @Test("What is no sign of life is none", arguments: ["hello\n", "-1\n", "nan\n", "1e9\n", "5\n\n"])
  func garbled(words: String) throws { #expect(try cause(of: words) == .garbled) }

  @Test("A supervisor that is stopped, and reads nothing any more, is as good as gone: the run is not held up")
  func stopped() throws {
    let supervisor = try Supervisor(program: URL(filePath: "/bin/sleep"), arguments: ["60"])
    var signs = 0
    #expect(throws: SupervisorGone.self) {
      while signs < 1_000_000 {
        try supervisor.isWell(for: 15)
        signs += 1
      }
    }
    // A pipe holds 64 KiB: some hours of readings.
    #expect(signs > 1000)
    supervisor.takeOver()
  }

  @Test("Silence for longer than the last word allowed is seen, though the pipe stays open")
  func silent() throws {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data("0.05\n".utf8))
    #expect(Supervision(input: pipe.fileHandleForReading.fileDescriptor).wait() == .silent(0.05))
    try pipe.fileHandleForWriting.close()
  }

  @Test("The cell is opened again and again until it is open, and each new hindrance is told once")
  func perseverance() async {
    let tries = Mutex(0)
    let told = Mutex<[String]>([])
    let isOpen = await Supervision.open(
      within: .seconds(3600), tell: { words in told.withLock { $0.append(words) } },
      openCell: { () async throws(ChannelError) in
        let count = tries.withLock { count in
          count += 1
          return count
        }
        switch count {
        case 1, 2: throw .lost("no such port")
        case 3: throw .refused("busy")
        default: return
        }
      })
    #expect(isOpen)
    #expect(tries.withLock { $0 } == 4)
    #expect(told.withLock { $0 } == ["not open yet: no such port", "not open yet: busy"])
  }

  @Test("A cell that cannot be reached is given up after a while, and that is said")
  func givingUp() async {
    let isOpen = await Supervision.open(
      within: .milliseconds(100), tell: { _ in },
      openCell: { () async throws(ChannelError) in throw .lost("unplugged") })
    #expect(!isOpen)
  }
}
