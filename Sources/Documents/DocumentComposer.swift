import Yams

/// Turns what the YAML parser makes of a text into nodes, and its complaints into faults with a place.
struct DocumentComposer {
  let text: SourceText

  func compose() throws(Diagnostics) -> DocumentNode {
    let node: Node?
    do {
      node = try Yams.compose(yaml: text.masked)
    } catch {
      throw Diagnostics(fault(of: error))
    }
    guard let node else { throw Diagnostics(.emptyFile(at: Place(file: text.file))) }
    return try convert(node, depth: 1)
  }

  private func convert(_ node: Node, depth: Int) throws(Diagnostics) -> DocumentNode {
    let place = place(node.mark)
    guard depth <= Document.deepestNesting else {
      throw Diagnostics(.tooDeep(limit: Document.deepestNesting, at: place))
    }
    switch node {
    case .scalar(let scalar):
      return DocumentNode(.scalar(try words(scalar, at: place)), at: place)
    case .sequence(let items):
      var list: [DocumentNode] = []
      for item in items { list.append(try convert(item, depth: depth + 1)) }
      return DocumentNode(.list(list), at: place)
    case .mapping(let pairs):
      var entries: [DocumentNode.Entry] = []
      for (key, value) in pairs {
        guard let scalar = key.scalar else { throw Diagnostics(.keyIsNoWord(at: self.place(key.mark))) }
        let keyPlace = self.place(scalar.mark)
        let words = try words(scalar, at: keyPlace)
        entries.append(
          DocumentNode.Entry(key: words.text, place: keyPlace, value: try convert(value, depth: depth + 1)))
      }
      return DocumentNode(.mapping(entries), at: place)
    case .alias:
      throw Diagnostics(.anchor(at: place))
    }
  }

  private func words(_ scalar: Node.Scalar, at place: Place) throws(Diagnostics) -> DocumentNode.Scalar {
    let isQuoted = scalar.style != .plain && scalar.style != .any
    if !isQuoted, SourceText.isAnchor(scalar.string) { throw Diagnostics(.anchor(at: place)) }
    return DocumentNode.Scalar(text: SourceText.unmasked(scalar.string), isQuoted: isQuoted)
  }

  private func place(_ mark: Mark?) -> Place { Place(file: text.file, line: mark?.line, column: mark?.column) }

  private func fault(of error: any Error) -> Diagnostic {
    let file = Place(file: text.file)
    switch error {
    case YamlError.scanner(let context, let problem, let mark, _),
      YamlError.parser(let context, let problem, let mark, _),
      YamlError.composer(let context, let problem, let mark, _):
      if problem.contains("alias") { return .anchor(at: place(mark)) }
      if let line = text.anchorLine(upTo: mark.line) { return .anchor(at: Place(file: text.file, line: line)) }
      if problem.contains("nesting level") { return .tooDeep(limit: Document.deepestNesting, at: place(mark)) }
      if problem.contains("another document") { return .severalDocuments(at: place(mark)) }
      return .syntax(problem: problem, context: context?.text, at: place(mark))
    case YamlError.duplicatedKeysInMapping(let keys, let context):
      let key = SourceText.unmasked(keys.first ?? "")
      let first = context.mark
      guard let again = text.repetition(of: key, below: first.line, column: first.column) else {
        return .duplicateKey(key, first: nil, at: place(first))
      }
      return .duplicateKey(
        key, first: first.line, at: Place(file: text.file, line: again, column: first.column))
    case YamlError.memory:
      return .tooDeep(limit: Document.deepestNesting, at: file)
    case YamlError.reader(let problem, _, _, _):
      return .syntax(problem: problem, context: nil, at: file)
    default:
      return .syntax(problem: "\(error)", context: nil, at: file)
    }
  }
}
