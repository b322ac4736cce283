import Documents

// Every sentence this module says about somebody's file or command, in one place.

extension Diagnostic {
  static func severalTriggers(at place: Place) -> Diagnostic {
    Diagnostic(
      "this fault is triggered in several ways", at: place, mend: "keep one of message, every, probability and at")
  }

  static func noTrigger(of kind: FaultKind, at place: Place) -> Diagnostic {
    Diagnostic(
      "the fault \"\(kind.rawValue)\" never strikes", at: place,
      detail: "it needs one of message, every, probability and at", mend: "add   message: 7")
  }

  static func noRegisterWord(_ text: String, at place: Place) -> Diagnostic {
    Diagnostic("\"\(text.excerpt)\" is no word of a register", at: place, mend: "write it such as 0x2620, or 9760")
  }

  static func badAddress(_ text: String) -> Diagnostic {
    Diagnostic(
      "\"\(text.excerpt)\" is not HOST:PORT", mend: "write an address such as 127.0.0.1:5020; port 0 takes a free one")
  }

  static func notLoopback(_ host: String) -> Diagnostic {
    Diagnostic(
      "\(host) is not an address of this machine alone",
      detail: "anybody who reaches it could operate the emulated instrument; Modbus and SCPI know no passwords",
      mend: "take 127.0.0.1, or add --allow-network if that is what you mean")
  }

  static func cannotListen(_ address: String, reason: String) -> Diagnostic {
    Diagnostic("cannot listen on \(address): \(reason)", mend: "take another port, or port 0 for a free one")
  }

  static func cannotMakeTerminal(reason: String) -> Diagnostic {
    Diagnostic("cannot make a pseudo-terminal: \(reason)")
  }

  static func cannotLink(_ path: String, reason: String) -> Diagnostic {
    Diagnostic(
      "cannot make the link \(path): \(reason)",
      mend: "name a path that does not exist, in a folder that you may write to")
  }

  static func cannotWriteTruth(_ path: String, reason: String) -> Diagnostic {
    Diagnostic("cannot write the truth file \(path): \(reason)", mend: "name another file with --truth")
  }

  static func unknownDevice(_ name: String, at place: Place?) -> Diagnostic {
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    if parts.count > 1, let models = PanelCatalogue.entry(parts[0])?.models {
      return Diagnostic(
        "\(parts[0]) has no model \"\(parts[1].excerpt)\"", at: place,
        detail: models.isEmpty ? "there is only one" : "models: \(models.joined(separator: ", "))",
        mend: models.isEmpty ? "leave it out" : NearestName.mend(for: parts[1], among: models))
    }
    let known = PanelCatalogue.entries.map(\.id)
    return Diagnostic(
      "the instrument \"\(name.excerpt)\" cannot be emulated", at: place,
      detail: "known here: \(known.joined(separator: ", "))", mend: NearestName.mend(for: name, among: known))
  }

  static func sameName(_ name: String, at place: Place?) -> Diagnostic {
    Diagnostic("two instruments are called \"\(name.excerpt)\"", at: place, mend: "give each a name of its own")
  }

  static func reachedNowhere(_ name: String, at place: Place?) -> Diagnostic {
    Diagnostic(
      "\(name) is reached nowhere", at: place, mend: "give it a TCP address or a terminal, such as 127.0.0.1:5020")
  }

  static func noModbus(_ device: String, at place: Place?) -> Diagnostic {
    Diagnostic("\(device) does not speak Modbus", at: place, mend: "give its address as tcp")
  }

  static func noCell(_ device: String, at place: Place?) -> Diagnostic {
    Diagnostic("\(device) has terminals, but no cell", at: place, mend: "name a cell, such as li-li-coin")
  }
}
