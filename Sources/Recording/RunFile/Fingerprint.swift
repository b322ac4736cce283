import CMessageDigest

/// SHA-256 of a text, to say whether two protocols are the same to the letter.
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
  /// 64 hexadecimal digits in lower case.
  public let description: String

  /// The fingerprint of a text's UTF-8 bytes; FIPS 180-4 through libmd.
  public init(of text: String) {
    var context = SHA2_CTX()
    SHA256Init(&context)
    var text = text
    text.withUTF8 { SHA256Update(&context, $0.baseAddress, $0.count) }
    var digest = [UInt8](repeating: 0, count: 32)
    SHA256Final(&digest, &context)
    description = digest.map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }
}
