import Foundation
import Synchronization

/// Asks a run to stop when the process is told to: SIGINT, SIGTERM or SIGHUP. A second signal ends the process at once.
enum Interruption {
  private static let received = Atomic<Int32>(0)

  /// Begins to listen.
  static func listen() {
    // A program that a thread pool started has inherited signals that are blocked, and would never hear them.
    var heard = sigset_t()
    sigemptyset(&heard)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&heard, number) }
    sigprocmask(SIG_UNBLOCK, &heard, nil)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { @Sendable number in
        // Only what is allowed in a signal handler: one atomic exchange, and the exit without clean-up.
        if Interruption.received.exchange(number, ordering: .relaxed) != 0 { _exit(130) }
      }
    }
  }

  /// Why to stop; nil while nobody asked.
  static var reason: String? {
    switch received.load(ordering: .relaxed) {
    case 0: nil
    case SIGINT: "interrupted from the keyboard"
    case SIGTERM: "asked to end (SIGTERM)"
    default: "terminal closed (SIGHUP)"
    }
  }
}
