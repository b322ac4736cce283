import Documents
import Drivers
import Foundation
import Testing

@Suite("Addresses of ports are read, or refused with a word that helps")
struct PortAddressTests {
  @Test(
    "What people write is what is meant, and is written back",
    arguments: [
      ("tcp:192.168.0.2:502", PortAddress(.tcp(host: "192.168.0.2", port: 502))),
      ("tcp:[::1]:5025", PortAddress(.tcp(host: "::1", port: 5025))),
      ("rtu-tcp:psb.lab:5025#0", PortAddress(.rtuOverTCP(host: "psb.lab", port: 5025), unit: 0)),
      ("/dev/ttyUSB0", PortAddress(.serial(path: "/dev/ttyUSB0", nil))),
      (
        "/dev/ttyUSB0@9600-8N1#3", PortAddress(.serial(path: "/dev/ttyUSB0", SerialFormat(baud: 9600)), unit: 3)
      ),
      (
        "/dev/serial/by-id/x@38400-7E2",
        PortAddress(
          .serial(path: "/dev/serial/by-id/x", SerialFormat(baud: 38_400, dataBits: 7, parity: .even, stopBits: 2)))
      ),
    ])
  func read(text: String, address: PortAddress) throws {
    #expect(try PortAddress(text) == address)
    #expect("\(address)" == text)
  }

  @Test("A path from here is written back whole")
  func relative() throws {
    let here = FileManager.default.currentDirectoryPath
    #expect(try PortAddress("./smu@9600-8N1").line == .serial(path: "\(here)/smu", SerialFormat(baud: 9600)))
    #expect { try PortAddress("ttyUSB0") } throws: {
      ($0 as? Diagnostics)?.first.mend?.contains("/dev/ttyUSB0") == true
    }
  }

  @Test("A rate alone is 8N1")
  func rateAlone() throws {
    #expect(try PortAddress("/dev/ttyS0@115200").line == .serial(path: "/dev/ttyS0", SerialFormat(baud: 115_200)))
  }

  @Test(
    "Everything else is refused",
    arguments: [
      ("ttyUSB0", "is not a port"), ("", "is not a port"), ("udp:host:5", "is not a port"),
      ("tcp:host", "has no port number"), ("tcp:[::1]", "has no port number"), ("tcp::502", "names no host"),
      ("tcp:host:0", "is not a port number"), ("tcp:host:70000", "is not a port number"),
      ("/dev/ttyUSB0#256", "is not a bus address"), ("/dev/ttyUSB0#", "is not a bus address"),
      ("/dev/ttyUSB0@9601", "is not a serial format"), ("/dev/ttyUSB0@9600-9N1", "is not a serial format"),
      ("/dev/ttyUSB0@9600-8X1", "is not a serial format"), ("/dev/ttyUSB0@9600-8N1-", "is not a serial format"),
      ("/dev/ttyUSB0@", "is not a serial format"),
    ])
  func refused(text: String, what: String) {
    #expect { try PortAddress(text) } throws: { error in
      guard let fault = (error as? Diagnostics)?.first else { return false }
      return fault.what.contains(what) && fault.mend != nil
    }
  }
}
