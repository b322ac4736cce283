extension String {
  /// The text broken between words, so that no line is longer than so many characters; a word that is longer stays whole.
  ///
  /// - Parameter margin: What the first line begins with; the others are set in as far.
  func lines(ofAtMost width: Int, margin: String = "") -> [String] {
    let indent = String(repeating: " ", count: margin.count)
    var lines = [margin]
    var isFresh = true
    for word in split(separator: " ") {
      let last = lines.count - 1
      if isFresh {
        lines[last] += word
      } else if lines[last].count + 1 + word.count <= width {
        lines[last] += " \(word)"
      } else {
        lines.append(indent + word)
      }
      isFresh = false
    }
    return lines
  }
}
