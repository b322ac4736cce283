import Documents
import Testing

@Suite("Texts that are not documents")
struct FaultyTextTests {
  /// The first fault of a text that must not parse.
  private func fault(in yaml: String) throws -> Diagnostic {
    let thrown = #expect(throws: Diagnostics.self) { try Document.parse(yaml: yaml, file: "p.yaml") }
    return try #require(thrown).first
  }

  @Test(
    "Each is refused with its place",
    arguments: [
      ("", "the file is empty", nil, nil),
      ("# only a comment\n\n", "the file is empty", nil, nil),
      ("a: 1\nb:\n\tc: 1\n", "a tab indents this line", 3, 1),
      ("a: 1\nb: 2\nc: 3\nb: 4\n", "\"b\" is given twice", 4, 1),
      ("steps:\n  - rest: 1 s\n    label: x\n    label: y\n", "\"label\" is given twice", 4, 5),
      ("{\"a\": 1, \"a\": 2}", "\"a\" is given twice", 1, 2),
      ("a: &x 1\nb: *x\n", "anchors and aliases (&name, *name) are not taken", 2, 4),
      ("a: &x\n  b: *x\n", "anchors and aliases (&name, *name) are not taken", 1, nil),
      ("a: &x 1\n", "anchors and aliases (&name, *name) are not taken", 1, 4),
      ("&x [*x]\n", "anchors and aliases (&name, *name) are not taken", 1, 1),
      ("a: 1\n---\nb: 2\n", "a second document begins here", 2, 1),
      ("a: \u{0}1\n", "a control character (U+0000) in the text", 1, 4),
      ("a: [1, 2\n", "the text cannot be read as YAML", 2, 1),
      ("a: b: c\n", "the text cannot be read as YAML", 1, 5),
      ("? [a]\n: 1\n", "a list or a mapping stands where a key belongs", 1, 3),
      ("a: @x\n", "the text cannot be read as YAML", 1, 4),
    ])
  func refused(yaml: String, what: String, line: Int?, column: Int?) throws {
    let fault = try fault(in: yaml)
    #expect(fault.what == what)
    #expect(fault.place == Place(file: "p.yaml", line: line, column: column))
  }

  @Test(
    "Complaints of the parser come with what mostly lies behind them",
    arguments: [
      ("until: |voltage| >= 2 V\n", "quote words that begin with | or >:   \"|voltage| >= 2 V\""),
      ("until: [|voltage| >= 2 V]\n", "quote words that begin with | > % @ or `:   \"|voltage| >= 2 V\""),
      ("until: [1 h, 2 h\nb: 1\n", "close the bracket, and separate the items by commas"),
      ("a: {b: 1\n", "close the brace, and separate the items by commas"),
      ("- a: 1\n  b: 2\n c: 3\n", "begin all items of a list in the same column"),
      ("a: b: 1\n", "write   key: value   on a line of its own, and quote words that contain a colon"),
    ])
  func mends(yaml: String, mend: String) throws {
    #expect(try fault(in: yaml).mend == mend)
  }

  @Test("Ten megabytes of brackets are refused by size, a megabyte and a hundred by depth")
  func nesting() throws {
    #expect(try fault(in: String(repeating: "[", count: 10 << 20)).what == "the file is too large")
    for opening in ["[", "{a: ", "- "] {
      let megabyte = String(repeating: opening, count: (1 << 20) / opening.utf8.count)
      #expect(try fault(in: megabyte).what == "too many levels inside each other")
    }
    let hundred = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
    let deep = try fault(in: hundred)
    #expect(deep.what == "too many levels inside each other")
    #expect(deep.detail == "at most 64 levels are read")
  }

  @Test("A billion laughs stay untold, in values and in keys")
  func billionLaughs() throws {
    var lines = ["a0: &a0 [x, x]"]
    for level in 1...60 { lines.append("a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]") }
    #expect(try fault(in: lines.joined(separator: "\n")).what.hasPrefix("anchors and aliases"))
    lines.append("? *a60\n: 1")
    #expect(try fault(in: lines.joined(separator: "\n")).what.hasPrefix("anchors and aliases"))
  }

  @Test("The size limit is said in bytes")
  func size() throws {
    let fault = try fault(in: String(repeating: "#", count: 1 << 20) + "\n")
    #expect(fault.detail == "it has 1048577 bytes; at most 1048576 bytes are read")
  }

  @Test("A fault prints place, detail and mend")
  func printed() {
    let fault = Diagnostic(
      "step 3 \"plate\" never ends", at: Place(file: "p.yaml", line: 14, column: 5), detail: "one\ntwo", mend: "do")
    #expect(fault.description == "p.yaml:14:5  step 3 \"plate\" never ends\n  one\n  two\n  mend: do")
  }
}

@Suite("Texts that are documents")
struct SoundTextTests {
  @Test("Words stay as typed, with line and column")
  func words() throws {
    let node = try Document.parse(yaml: "# head\nanswer: no\nnumber: 1e-3\nquoted: 'null'\nempty:\n", file: "p")
    let entries = try #require(node.entries)
    #expect(entries.map(\.key) == ["answer", "number", "quoted", "empty"])
    #expect(entries.map { $0.value.scalar?.text } == ["no", "1e-3", "null", ""])
    #expect(entries.map { $0.value.scalar?.isNull } == [false, false, false, true])
    #expect(entries.map(\.place.line) == [2, 3, 4, 5])
    #expect(entries[0].value.place == Place(file: "p", line: 2, column: 9))
  }

  @Test("Ampersands and asterisks inside words are words")
  func ampersands() throws {
    let node = try Document.parse(yaml: "a: R&D *and* more\nb: '&x *y'\n# &c *d\n", file: "p")
    #expect(node.entries?.map { $0.value.scalar?.text } == ["R&D *and* more", "&x *y"])
  }

  @Test("JSON keeps its places, even indented by tabs")
  func json() throws {
    let node = try Document.parse(yaml: "{\n\t\"a\": [1.0, null,\n\t\t\"x\"]\n}", file: "p.json")
    let list = try #require(node.entries?.first?.value.list)
    #expect(list.map { $0.scalar?.text } == ["1.0", "null", "x"])
    #expect(list[2].place == Place(file: "p.json", line: 3, column: 3))
  }

  @Test("A byte order mark, Windows line ends and degrees are read")
  func encodings() throws {
    let node = try Document.parse(yaml: "\u{FEFF}a: 25 °C\r\nb: 2\r\n", file: "p")
    #expect(node.entries?.map { $0.value.scalar?.text } == ["25 °C", "2"])
    #expect(node.entries?.map(\.place.line) == [1, 2])
  }
}
