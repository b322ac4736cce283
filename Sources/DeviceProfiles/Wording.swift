import Documents

// Every sentence this module says about a device profile as a whole, in one place.

extension Diagnostic {
  static func noModel(at place: Place?) -> Diagnostic {
    Diagnostic("the profile has no model", at: place, mend: "add at least one, with what it can set")
  }

  static func missingSequence(_ name: String, at place: Place?) -> Diagnostic {
    Diagnostic("there is no sequence \"\(name)\"", at: place, detail: "every instrument must be left safe")
  }

  static func missingReading(at place: Place?) -> Diagnostic {
    Diagnostic("the profile does not say how a reading is taken", at: place, mend: "add   reading: {…}")
  }

  static func readingLacks(_ name: String, at place: Place?) -> Diagnostic {
    Diagnostic("the reading has no \(name)", at: place, mend: "say where it is:   \(name): …")
  }

  static func unknownName(_ kind: String, _ name: String, known: [String], at place: Place?) -> Diagnostic {
    Diagnostic(
      "there is no \(kind) \"\(name.excerpt)\"", at: place,
      detail: known.count > 12 || known.isEmpty ? nil : "known here: \(known.joined(separator: ", "))",
      mend: NearestName.mend(for: name, among: known))
  }

  static func modelWithoutScale(_ model: String, _ scale: String, at place: Place?) -> Diagnostic {
    Diagnostic("model \(model) has no scale \"\(scale)\"", at: place, mend: "add it to the scales of the model")
  }

  static func beyondTheEnd(_ name: String, at place: Place?) -> Diagnostic {
    Diagnostic("register \"\(name)\" reaches beyond address 65535", at: place)
  }

  static func readOnly(_ name: String, at place: Place?) -> Diagnostic {
    Diagnostic("\"\(name)\" is written, but may only be read", at: place, mend: "give it   access: rw   if it may")
  }

  static func refusedWrite(_ name: String, address: Int, reason: String, at place: Place?) -> Diagnostic {
    Diagnostic(
      "\"\(name)\" is written, but nobody may write address \(address)", at: place, detail: reason,
      mend: "take the step out")
  }

  static func wrongStep(_ language: String, at place: Place?) -> Diagnostic {
    Diagnostic(
      "this step is not one of an instrument that speaks \(language)", at: place,
      detail: "write and expect are for registers, send and ask for lines of text")
  }

  static func cannotWrite(_ words: String, at place: Place?) -> Diagnostic { Diagnostic(words, at: place) }

  static func notInABlock(_ name: String, at place: Place?) -> Diagnostic {
    Diagnostic("\"\(name)\" is part of a reading, but no block reads it", at: place, mend: "add it to the blocks")
  }

  static func notInTheAnswer(_ position: Int, fields: Int, at place: Place?) -> Diagnostic {
    Diagnostic(
      "the reading takes number \(position) of an answer of \(fields)", at: place, detail: "positions count from 0")
  }
}
