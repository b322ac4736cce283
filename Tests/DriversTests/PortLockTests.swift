import Drivers
import Foundation
import Testing

@Suite("Two programs cannot have one port")
struct PortLockTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "locks-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  @Test("The second is told who the first is, whatever name it used; afterwards the port is free")
  func exclusive() throws {
    let link = folder.appending(path: "cell-3").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/dev/null")
    do {
      let first = try PortLock(.serial(path: "/dev/null", nil), folder: folder.path)
      #expect(throws: LineFault.inUse(owner: getpid())) {
        try PortLock(.serial(path: link, SerialFormat(baud: 9600)), folder: folder.path)
      }
      withExtendedLifetime(first) {}
    }
    _ = try PortLock(.serial(path: link, nil), folder: folder.path)
  }

  @Test("A socket is the same with whatever frames; another port is another")
  func sockets() throws {
    let first = try PortLock(.tcp(host: "localhost", port: 502), folder: folder.path)
    #expect(throws: LineFault.inUse(owner: getpid())) {
      try PortLock(.rtuOverTCP(host: "127.0.0.1", port: 502), folder: folder.path)
    }
    _ = try PortLock(.tcp(host: "127.0.0.1", port: 503), folder: folder.path)
    withExtendedLifetime(first) {}
  }

  @Test("The lock of a killed program is free")
  func killed() throws {
    let line = PortAddress.Line.tcp(host: "127.0.0.1", port: 504)
    _ = try PortLock(line, folder: folder.path)
    let file = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path).first)
    let holder = Process()
    holder.executableURL = URL(filePath: "/usr/bin/flock")
    holder.arguments = ["--no-fork", folder.appending(path: file).path, "sh", "-c", "echo held; exec sleep 60"]
    let output = Pipe()
    holder.standardOutput = output
    try holder.run()
    #expect(try output.fileHandleForReading.read(upToCount: 5) == Data("held\n".utf8))
    #expect(throws: LineFault.self) { try PortLock(line, folder: folder.path) }
    kill(holder.processIdentifier, SIGKILL)
    holder.waitUntilExit()
    _ = try PortLock(line, folder: folder.path)
  }
}
