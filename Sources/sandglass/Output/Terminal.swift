import Foundation

/// Where words for people go: standard error, coloured when somebody is looking.
struct Terminal: Sendable {
  /// Whether a person is looking at standard error.
  let isInteractive = isatty(STDERR_FILENO) == 1
  private let hasColour: Bool

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    hasColour = isInteractive && environment["NO_COLOR"] == nil && environment["TERM"] != "dumb"
  }

  /// Writes a line for people.
  func say(_ line: String = "") {
    write(clearing + line + "\n")
  }

  /// Writes a line over the one before it, cut to the width of the terminal; nothing when nobody is looking.
  func overwrite(_ line: String) {
    guard isInteractive else { return }
    write(clearing + String(line.prefix(width - 1)))
  }

  /// What nobody can read any more is lost, and a run goes on: its terminal was closed, or the program behind its pipe has ended.
  private func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

  /// A text in a style, if there is colour.
  func styled(_ text: String, _ style: Style) -> String {
    hasColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Styles, by their ANSI numbers.
  enum Style: String {
    case bold = "1"
    case faint = "2"
    case red = "31"
    case yellow = "33"
    case green = "32"
    case cyan = "36"
  }

  private var clearing: String { isInteractive ? "\r\u{1B}[2K" : "" }

  private var width: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
    return Int(size.ws_col)
  }
}

/// Standard output: what another program reads.
enum Output {
  /// Writes text and a line end; where that cannot be done it says so and ends the program.
  static func write(_ text: String) {
    do { try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8)) } catch {
      Terminal().say("standard output cannot be written to: \(String(cString: strerror(errno)))")
      exit(4)
    }
  }
}
