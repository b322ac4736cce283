/// The damage that a message takes on its way.
struct MessageDamage: Sendable {
  /// The bytes as they arrive; nil where nothing does.
  var bytes: [UInt8]?
  /// Where they part and how long the pause is, s.
  var split: (after: Int, pause: Double)?
  /// How much later they come, s.
  var delay = 0.0

  /// Applies those faults that meet bytes, one after the other.
  ///
  /// `checksum` is how many bytes at the end are one; a line end of so many bytes at the end stays whole where only a byte is dropped.
  init(_ message: [UInt8], by rules: [FaultRule], checksum: Int, director: inout FaultDirector) {
    var bytes = message
    for rule in rules {
      switch rule.effect {
      case .bitFlip(let count):
        for _ in 0..<count where !bytes.isEmpty {
          let bit = director.draw(below: bytes.count * 8)
          bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        }
      case .crcError where checksum > 0 && bytes.count >= checksum:
        bytes[bytes.count - 1 - director.draw(below: checksum)] ^= UInt8(1 + director.draw(below: 255))
      case .droppedByte where !bytes.isEmpty: bytes.remove(at: director.draw(below: bytes.count))
      case .insertedByte:
        bytes.insert(UInt8(director.draw(below: 256)), at: director.draw(below: bytes.count + 1))
      case .split(let pause) where bytes.count > 1: split = (1 + director.draw(below: bytes.count - 1), pause)
      case .lateReply(let delay): self.delay += delay
      case .silence: return
      default: break
      }
    }
    self.bytes = bytes
  }
}
