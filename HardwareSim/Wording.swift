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

  static func badAddress(_ text: String) -> Diagnostic {
    Diagnostic("\"\(text.excerpt)\" is not HOST:PORT", mend: "write an address such as 127.0.0.1:5020; port 0 takes a free one")
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
      "cannot make the link \(path): \(reason)", mend: "name a path that does not exist, in a folder that you may write to")
  }

  static func cannotWriteTruth(_ path: String, reason: String) -> Diagnostic {
    Diagnostic("cannot write the truth file \(path): \(reason)", mend: "name another file with --truth")
  }
}
