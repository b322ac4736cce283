import Foundation
import Testing

@Suite("A person's hand on a live run", .onOwnThreads)
struct OperatorTests {
  @Test("Commands typed while a run goes on are obeyed in their order and recorded; abort ends with 130")
  func commands() throws {
    let program = try Program()
    defer { program.remove() }
    let typed = """
      pause for a look
      pause
      shelve sand-time 10 min
      remove soft-short
      alarms
      note bubble at the rim

      resume
      abort enough
      """
    let result = try program.call(
      ["run", "smoke", "--speed", "60", "--json", "--out", "a.sandglass"], typed: typed + "\n")
    #expect(result.status == 130)
    let report = try result.object()
    #expect(report["ended"] as? String == "stopped")
    #expect(report["reason"] as? String == "aborted by the operator: enough")
    let journal = try #require(report["journal"] as? [[String: Any]])
    #expect(journal.map { $0["kind"] as? String } == ["paused", "command", "resumed"])
    #expect(
      journal.map { $0["words"] as? String } == [
        "paused by the operator: for a look", "bubble at the rim", "resumed by the operator",
      ])
    let states = try #require(report["alarm_states"] as? [[String: Any]])
    #expect(states.map { $0["state"] as? String } == ["shelved", "out-of-service"])
    #expect(result.errors.contains("not done: the run is paused already"))
    #expect(result.errors.contains("sand-time-divergence: shelved for 10 min"))
    #expect(result.errors.contains("soft-short (info): out-of-service since"))
  }

  @Test(
    "What is no command is said with what was meant, and the run goes on",
    arguments: [
      ("pasue", "\"pasue\" is no command: did you mean \"pause\"?"), ("ack hardshort", "did you mean \"hard-short\"?"),
      ("shelve sand-time 5", "\"5\" is not a time: write   shelve sand-time 10 min"),
      ("unshelve", "write the kind of alarm"),
      ("shelve", "write   shelve KIND 10 min"), ("note", "note: write some words behind it"),
      ("help", "shelve KIND 10 min"),
      ("reset", "not done: nothing is latched"), ("ack", "not done: nothing waits to be acknowledged"),
      ("unshelve sand-time", "not done: it is not shelved"), ("resume", "not done: the run is not paused"),
    ])
  func faulty(line: String, said: String) throws {
    let program = try Program()
    defer { program.remove() }
    let result = try program.call(
      ["run", "smoke", "--speed", "60", "--json", "--out", "a.sandglass"], typed: "\(line)\nstop\n")
    #expect(result.status == 0)
    #expect(try result.object()["reason"] as? String == "stopped by the operator")
    #expect(result.errors.contains(said), "\(result.errors)")
  }

  @Test("Without anybody at standard input a live run goes on to its end")
  func nobody() throws {
    let program = try Program()
    defer { program.remove() }
    let text = """
      sandglass: 1
      name: short
      safety: {voltage: 5 V}
      record: {every: 1 s}
      steps: [{rest: 3 s}]
      """
    let file = try program.file("short.yaml", text)
    for typed in [nil, "", "no line end, and no command"] {
      let result = try program.call(["run", file, "--cell", "li-li-coin", "--speed", "60", "--json"], typed: typed)
      #expect(result.status == 0)
      #expect(try result.object()["ended"] as? String == "completed")
    }
  }
}
