import Foundation
public import Quantities

// Every sentence this module says about somebody's file, in one place.

extension Diagnostic {
  static func missingFile(at place: Place) -> Diagnostic {
    Diagnostic("there is no such file", at: place, mend: "check its name, and the folder you are in")
  }

  static func isDirectory(at place: Place) -> Diagnostic {
    Diagnostic("this is a folder, not a file", at: place, mend: "name a file in it")
  }

  static func isNoRegularFile(at place: Place) -> Diagnostic {
    Diagnostic("this is not a regular file", at: place, detail: "devices and pipes are not read")
  }

  static func unreadable(at place: Place) -> Diagnostic {
    Diagnostic("the file cannot be read", at: place, mend: "check its permissions")
  }

  static func tooLarge(_ size: Int? = nil, limit: Int, at place: Place) -> Diagnostic {
    let found = size.map { "it has \($0) bytes" } ?? "it has more bytes than that"
    return Diagnostic("the file is too large", at: place, detail: "\(found); at most \(limit) bytes are read")
  }

  static func notUTF8(after data: Data, at place: Place) -> Diagnostic {
    let valid = String(decoding: data, as: UTF8.self).prefix { $0 != "\u{FFFD}" }
    let line = valid.count { $0.isNewline } + 1
    return Diagnostic(
      "the file is not UTF-8 text", at: Place(file: place.file, line: line),
      mend: "save it as UTF-8 (the encoding of °, µ and ²)")
  }

  static func controlCharacter(_ scalar: Unicode.Scalar, at place: Place) -> Diagnostic {
    let code = String(scalar.value, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
    return Diagnostic(
      "a control character (U+\(padded)) in the text", at: place, mend: "delete it; is this a text file?")
  }

  static func tabIndent(at place: Place) -> Diagnostic {
    Diagnostic("a tab indents this line", at: place, mend: "indent with spaces")
  }

  static func emptyFile(at place: Place) -> Diagnostic {
    Diagnostic(
      "the file is empty", at: place, detail: "there is nothing in it but blank lines or comments",
      mend: "begin with a shipped file: `sandglass list protocols` says where they are")
  }

  static func tooDeep(limit: Int, at place: Place) -> Diagnostic {
    Diagnostic(
      "too many levels inside each other", at: place, detail: "at most \(limit) levels are read",
      mend: "close a bracket, or write the innermost lists out")
  }

  static func keyIsNoWord(at place: Place) -> Diagnostic {
    Diagnostic("a list or a mapping stands where a key belongs", at: place, mend: "write   key: value")
  }

  static func anchor(at place: Place) -> Diagnostic {
    Diagnostic(
      "anchors and aliases (&name, *name) are not taken", at: place,
      mend: "write the value out, or quote the text if it begins with & or *")
  }

  static func severalDocuments(at place: Place) -> Diagnostic {
    Diagnostic("a second document begins here", at: place, mend: "keep one document a file; remove the line ---")
  }

  static func duplicateKey(_ key: String, first: Int?, at place: Place) -> Diagnostic {
    Diagnostic(
      "\"\(key.excerpt)\" is given twice", at: place, detail: first.map { "first on line \($0)" },
      mend: "keep one of them")
  }

  static func syntax(problem: String, context: String?, at place: Place) -> Diagnostic {
    let words = [context, problem].compactMap { $0 }.joined(separator: ": ")
    let mend =
      syntaxMends.first { words.contains($0.complaint) }?.mend
      ?? "look at this line and the one before it: quotes, brackets, colons and columns"
    let language = place.file.hasSuffix(".json") ? "JSON" : "YAML"
    return Diagnostic("the text cannot be read as \(language)", at: place, detail: words, mend: mend)
  }

  /// What mostly lies behind a complaint of the YAML parser.
  private static let syntaxMends = [
    (
      complaint: "mapping values are not allowed",
      mend: "write   key: value   on a line of its own, and quote words that contain a colon"
    ),
    (complaint: "cannot start any token", mend: "quote words that begin with | > % @ or `:   \"|voltage| >= 2 V\""),
    (complaint: "block scalar", mend: "quote words that begin with | or >:   \"|voltage| >= 2 V\""),
    (complaint: "block collection", mend: "begin all items of a list in the same column"),
    (complaint: "block mapping", mend: "begin all keys that belong together in the same column"),
    (complaint: "expected ',' or ']'", mend: "close the bracket, and separate the items by commas"),
    (complaint: "expected ',' or '}'", mend: "close the brace, and separate the items by commas"),
  ]
}

extension Diagnostic {
  static func notAMapping(_ name: String, found: DocumentNode) -> Diagnostic {
    Diagnostic(
      "\(name) is \(found.summary), not `key: value` lines", at: found.place, mend: "write   key: value   lines")
  }

  static func notAList(_ name: String, found: DocumentNode) -> Diagnostic {
    Diagnostic("\(name) is \(found.summary), not a list", at: found.place, mend: "begin each item with `- `")
  }

  static func notWords(_ name: String, found: DocumentNode) -> Diagnostic {
    Diagnostic("\(name) is \(found.summary), not a single value", at: found.place)
  }

  static func noValue(_ name: String, example: String?, at place: Place) -> Diagnostic {
    Diagnostic("\(name) has no value", at: place, mend: example.map { "write   \(name): \($0)" })
  }

  static func missingKey(_ key: String, in owner: String, example: String?, at place: Place) -> Diagnostic {
    Diagnostic(
      "\(owner) has no \"\(key)\"", at: place, mend: example.map { "add   \(key): \($0)" } ?? "add   \(key): …")
  }

  static func unknownKey(_ key: String, known: [String], in owner: String, mend: String?, at place: Place) -> Diagnostic
  {
    Diagnostic(
      "unknown key \"\(key.excerpt)\" in \(owner)", at: place,
      detail: known.isEmpty ? "no keys are known here" : "known here: \(known.joined(separator: ", "))",
      mend: mend ?? NearestName.mend(for: key, among: known))
  }

  static func notAnInteger(_ name: String, text: String, at place: Place) -> Diagnostic {
    Diagnostic(
      "\(name): \"\(text.excerpt)\" is not a whole number", at: place, mend: "write digits alone, such as 10")
  }

  static func outOfRange(_ name: String, text: String, limits: String, at place: Place) -> Diagnostic {
    Diagnostic(
      "\(name) is \(text.excerpt)", at: place, detail: "it must be \(limits)", mend: "write a value within that")
  }

  static func unknownWord(_ name: String, text: String, known: [String], at place: Place) -> Diagnostic {
    Diagnostic(
      "\(name): \"\(text.excerpt)\" is not known", at: place, detail: "known here: \(known.joined(separator: ", "))",
      mend: NearestName.mend(for: text, among: known))
  }
}

extension Diagnostic {
  /// Says why a text is not the quantity that was asked for.
  public init(_ error: QuantityTextError, of name: String, at place: Place?) {
    switch error {
    case .notANumber(let text):
      self.init(
        "\(name): \"\(text.excerpt)\" does not begin with a finite number", at: place,
        mend: "write a number and a unit, such as 0.5 mA/cm2")
    case .missingUnit(let text, let dimension, let example):
      self.init(
        "\(name): \"\(text.excerpt)\" has no unit", at: place, detail: "it is \(Self.article(dimension))",
        mend: "write   \(text.excerpt) \(example)   if that is what you mean")
    case .unknownUnit(let text, let nearest):
      self.init(
        "\(name): the unit \"\(text.excerpt)\" is not known", at: place,
        mend: nearest.map { "did you mean \"\($0)\"? Capitals count" })
    case .wrongDimension(let text, let found, let expected, let example):
      self.init(
        "\(name): \"\(text.excerpt)\" is \(Self.article(found)), not \(Self.article(expected))", at: place,
        mend: "give it in a unit such as \(example)")
    }
  }

  private static func article(_ noun: String) -> String {
    if noun == "something else" { return noun }
    return (noun.first.map { "aeiou".contains($0) } ?? false) ? "an \(noun)" : "a \(noun)"
  }
}
