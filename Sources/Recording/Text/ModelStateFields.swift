import Cycling

/// The fields that a virtual cell's own columns add to a row; none where they are not wanted.
struct ModelStateFields: Sendable {
  private let columns: [ModelColumn]

  init(_ columns: [ModelColumn], wanted: Bool) { self.columns = wanted ? columns : [] }

  /// The names, each behind a comma.
  var names: String { columns.map { ",\($0.name.asField)" }.joined() }

  /// The values, each behind a comma: words for columns of words, nothing for not-a-number.
  func write(_ state: ModelState, into sink: inout TextSink) throws(RecordingError) {
    for (column, value) in zip(columns, state) {
      try sink.write(",")
      if let words = column.words, let index = Int(exactly: value), words.indices.contains(index) {
        try sink.write(words[index].asField)
      } else {
        try sink.write(value)
      }
    }
  }
}
