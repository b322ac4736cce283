/// A SCPI header as manuals write it: capitals are the short form, brackets what may be left out, `[SOURce]:CURRent[:LEVel]`.
struct ScpiPattern: Hashable, Sendable {
  private struct Node: Hashable, Sendable {
    let short: String
    let long: String
    let isOptional: Bool

    /// A trailing 1 names the only channel.
    func matches(_ word: Substring) -> Bool {
      let typed = word.uppercased()
      return typed == short || typed == long || typed == short + "1" || typed == long + "1"
    }
  }

  private let nodes: [Node]

  init(_ text: String) {
    var nodes: [Node] = []
    var depth = 0
    for part in text.replacing("[:", with: "[").split(whereSeparator: { $0 == ":" || $0 == "]" }) {
      for piece in part.split(separator: "[", omittingEmptySubsequences: false).enumerated() {
        if piece.offset > 0 { depth = 1 }
        guard !piece.element.isEmpty else { continue }
        let name = piece.element
        nodes.append(
          Node(
            short: String(name.filter { !$0.isLowercase }), long: name.uppercased(), isOptional: depth == 1))
        depth = 0
      }
    }
    self.nodes = nodes
  }

  /// Whether a header means this command.
  func matches(_ header: [Substring]) -> Bool { Self.matches(nodes[...], header[...]) }

  private static func matches(_ nodes: ArraySlice<Node>, _ header: ArraySlice<Substring>) -> Bool {
    guard let node = nodes.first else { return header.isEmpty }
    if let word = header.first, node.matches(word), matches(nodes.dropFirst(), header.dropFirst()) { return true }
    return node.isOptional && matches(nodes.dropFirst(), header)
  }
}
