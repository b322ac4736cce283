import Documents

// Every sentence this module says about an address somebody typed, in one place.

extension Diagnostic {
  private static let portForms = "tcp:HOST:PORT, rtu-tcp:HOST:PORT, or a path such as /dev/ttyUSB0@9600-8N1"

  static func unknownPort(_ text: String) -> Diagnostic {
    Diagnostic(
      "\"\(text)\" is not a port", detail: "a port is \(portForms); a bus address follows as #3",
      mend: text.isEmpty || text.contains(":")
        ? "`sandglass list ports` shows the serial ports of this machine"
        : "write   /dev/\(text)   or   ./\(text)   (see: sandglass list ports)")
  }

  static func badUnit(_ digits: String, in text: String) -> Diagnostic {
    Diagnostic(
      "\"\(digits)\" is not a bus address", detail: "in \"\(text)\"; it is a number from 0 to 255", mend: "write   #1")
  }

  static func badSerialFormat(_ words: String, in text: String) -> Diagnostic {
    let bauds = SerialFormat.bauds.map(String.init).joined(separator: ", ")
    return Diagnostic(
      "\"\(words)\" is not a serial format", detail: "in \"\(text)\"; the rates are \(bauds)",
      mend: "write rate, data bits, parity and stop bits as   @9600-8N1")
  }

  static func noPortNumber(_ text: String) -> Diagnostic {
    Diagnostic("\"\(text)\" has no port number", mend: "write   tcp:HOST:502")
  }

  static func badPortNumber(_ digits: String, in text: String) -> Diagnostic {
    Diagnostic(
      "\"\(digits)\" is not a port number", detail: "in \"\(text)\"; it is a number from 1 to 65535",
      mend: "write   tcp:HOST:502")
  }

  static func noHost(_ text: String) -> Diagnostic {
    Diagnostic("\"\(text)\" names no host", mend: "write   tcp:192.168.0.2:502   or   tcp:[::1]:502")
  }
}
