/// Finds what somebody probably meant.
public enum NearestName {
  /// What to do about an unknown name: take the near one, or one of those that are known.
  public static func mend(for typed: String, among known: [String]) -> String? {
    of(typed, among: known).map { "did you mean \"\($0)\"?" } ?? (known.isEmpty ? nil : "write one of those")
  }

  /// The known name that begins so, or is fewest edits away, if it is near enough to be meant: up to two fifths of its
  /// letters, at least one.
  public static func of(_ typed: String, among known: [String]) -> String? {
    guard typed.count <= 60 else { return nil }
    if typed.count >= 3, let begun = known.first(where: { fold($0).starts(with: fold(typed)) }) { return begun }
    let ranked = known.map { (name: $0, edits: edits(from: fold(typed), to: fold($0))) }
    guard let best = ranked.min(by: { $0.edits < $1.edits }) else { return nil }
    return best.edits <= max(1, best.name.count * 2 / 5) ? best.name : nil
  }

  private static func fold(_ name: String) -> [Character] {
    name.lowercased().map { $0 == "_" || $0 == "-" ? " " : $0 }
  }

  /// Letters to insert, delete, replace or swap with their neighbour (optimal string alignment).
  private static func edits(from a: [Character], to b: [Character]) -> Int {
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var best = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
