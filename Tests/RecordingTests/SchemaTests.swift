import Foundation
import GRDB
import Recording
import Testing

@Suite("Schema of the run file")
struct SchemaTests {
  @Test("Its page names every table and column")
  func documented() throws {
    let page = try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Documentation/RunFile.md"), encoding: .utf8)
    let folder = try ScratchFolder()
    try HandMadeRun.ofEverything.write(to: folder["a.sandglass"])
    let rows = try DatabaseQueue(path: folder["a.sandglass"].path).read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT m.name AS relation, p.name AS field FROM sqlite_schema m, pragma_table_info(m.name) p
          WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'grdb%'
          """)
    }
    #expect(rows.count > 50)
    for row in rows {
      let (relation, field): (String, String) = (row["relation"], row["field"])
      let line = page.split(separator: "\n").first { $0.hasPrefix("| `\(relation)` |") }
      #expect(line?.contains("`\(field)`") == true, "\(relation).\(field)")
    }
  }

  @Test("Another program reads a run with plain SQL")
  func plainSQL() throws {
    let folder = try ScratchFolder()
    try HandMadeRun.ofEverything.write(to: folder["a.sandglass"])
    let run = try DatabaseQueue(path: folder["a.sandglass"].path)
    func values(_ sql: String) throws -> [String] { try run.read { try String.fetchAll($0, sql: sql) } }
    #expect(try values("SELECT protocol_sha256 FROM run") == [RunHeader.handMade().protocolFingerprint.description])
    #expect(try values("SELECT name FROM steps WHERE charge_C < 0") == ["plate"])
    #expect(try values("SELECT min(setpoint_value) FROM readings") == ["-0.001"])
    #expect(try values("PRAGMA user_version") == ["3"])
    #expect(try values("PRAGMA application_id") == ["\(0x5347_4C53)"])
  }
}
