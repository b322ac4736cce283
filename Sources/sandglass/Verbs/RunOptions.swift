import ArgumentParser
import Bench
import Cycling
import Dispatch
import Documents
import Foundation
import Synchronization

/// `--speed`: "max", or a multiple of real time.
enum RunSpeed: ExpressibleByArgument {
  case max
  case times(Double)

  init?(argument: String) {
    if argument == "max" {
      self = .max
    } else if let factor = Double(argument), factor > 0, factor <= 1e6 {
      self = .times(factor)
    } else {
      return nil
    }
  }

  /// The speed of a run on the virtual cell.
  var ofVirtualRun: VirtualRun.Speed {
    switch self {
    case .max: .max
    case .times(let factor): .times(factor)
    }
  }
}

/// Where a run file goes.
struct RunFilePath {
  /// What the person typed; nil for a name of our own in `runs/`.
  let typed: String?
  /// The protocol, to name the file after.
  let protocolName: String

  /// The file, in a folder that exists; throws when the folder cannot be made or the file is there already.
  func url(now: Date = Date()) throws(Diagnostics) -> URL {
    let url = URL(filePath: typed ?? "runs/\(stem)-\(Self.stamp(now)).sandglass")
    let folder = url.deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw Diagnostics(
        Diagnostic(
          "the folder \(folder.path) cannot be made", detail: error.localizedDescription, mend: "name a file with --out"
        ))
    }
    if FileManager.default.fileExists(atPath: url.path) {
      throw Diagnostics(
        Diagnostic(
          "\(url.relativePath) exists already; a run never overwrites data", mend: "name another file with --out"))
    }
    return url
  }

  private var stem: String { URL(filePath: protocolName).deletingPathExtension().lastPathComponent }

  /// Local date and time with milliseconds, so that two runs in a second do not collide.
  private static func stamp(_ date: Date) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "yyyyMMdd-HHmmss-SSS"
    return formatter.string(from: date)
  }
}

extension RunEnd {
  /// Throws the exit code that this end stands for; returns for a completed run.
  func exitCode(interrupted: Bool) throws(ExitCode) {
    switch way {
    case .completed: return
    case .stopped: throw interrupted ? Outcome.interrupted : Outcome.completed
    case .tripped: throw Outcome.tripped
    case .fault: throw Outcome.fault
    }
  }
}

/// Runs an asynchronous job from a synchronous verb, and waits for it on the main thread.
func waiting<Value: Sendable>(for job: sending @escaping () async throws -> Value) throws -> Value {
  let done = DispatchSemaphore(value: 0)
  let box = ResultBox<Value>()
  Task.detached {
    do {
      let value = try await job()
      box.result.withLock { $0 = .success(value) }
    } catch {
      box.result.withLock { $0 = .failure(error) }
    }
    done.signal()
  }
  done.wait()
  guard let result = box.result.withLock({ $0 }) else { throw CancellationError() }
  return try result.get()
}

private final class ResultBox<Value: Sendable>: Sendable {
  let result = Mutex<Result<Value, any Error>?>(nil)
}
