import CSerialPort
import Foundation
import Glibc

/// A serial port of this machine.
public struct PortDescription: Hashable, Codable, Sendable {
  /// Its path: the lasting name under /dev/serial/by-id where it has one.
  public var path: String
  /// The kernel's name, which may be another one tomorrow.
  public var device: String
  /// What it says about itself.
  public var about: String
  /// USB vendor and product, `1a86:7523`; nil for a port that is not on USB.
  public var usb: String?

  /// The serial ports of this machine, by libserialport.
  public static func all() -> [PortDescription] {
    var list: UnsafeMutablePointer<OpaquePointer?>?
    guard sp_list_ports(&list) == SP_OK, let list else { return [] }
    defer { sp_free_port_list(list) }
    let lasting = lastingNames()
    var found: [PortDescription] = []
    var place = list
    while let port = place.pointee {
      place += 1
      guard let name = sp_get_port_name(port) else { continue }
      let device = String(cString: name)
      let about = sp_get_port_description(port).map { String(cString: $0) } ?? ""
      var (vendor, product): (Int32, Int32) = (0, 0)
      let isUSB = sp_get_port_usb_vid_pid(port, &vendor, &product) == SP_OK
      found.append(
        PortDescription(
          path: lasting[device] ?? device, device: device, about: about,
          usb: isUSB ? String(format: "%04x:%04x", vendor, product) : nil))
    }
    return found.sorted { $0.device < $1.device }
  }

  /// Device → name under /dev/serial/by-id.
  private static func lastingNames(in folder: String = "/dev/serial/by-id") -> [String: String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return Dictionary(
      names.map { (URL(filePath: "\(folder)/\($0)").resolvingSymlinksInPath().path, "\(folder)/\($0)") },
      uniquingKeysWith: { min($0, $1) })
  }
}
