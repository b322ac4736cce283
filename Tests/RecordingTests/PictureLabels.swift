import Foundation
import FoundationXML
import Testing

/// The texts of an SVG and where they stand; throws nothing but records an issue when it is no well-formed XML.
final class Labels: NSObject, XMLParserDelegate {
  struct Placed {
    var text: String
    /// Left end, estimated from the anchor, and base line; pixels.
    var left, y: Double
  }

  private(set) var placed: [Placed] = []
  var texts: [String] { placed.map(\.text) }
  private var text: String?
  private var (x, y, anchor) = (0.0, 0.0, "start")

  init(of url: URL) throws {
    super.init()
    let parser = XMLParser(data: try Data(contentsOf: url))
    parser.delegate = self
    #expect(parser.parse())
  }

  func parser(
    _: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    if name == "g", let transform = attributes["transform"], transform.hasPrefix("translate(") {
      let numbers = transform.dropFirst(10).prefix { $0 != ")" }.split(separator: ",").compactMap { Double($0) }
      if numbers.count == 2 { (x, y) = (numbers[0], numbers[1]) }
      anchor = attributes["text-anchor"] ?? "start"
    }
    if name == "text" { text = "" }
  }

  func parser(_: XMLParser, foundCharacters characters: String) { text? += characters }

  func parser(_: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    guard name == "text", let text else { return }
    let width = 7 * Double(text.count)
    placed.append(Placed(text: text, left: anchor == "end" ? x - width : x, y: y))
    self.text = nil
  }
}
