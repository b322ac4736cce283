public import Documents
import Quantities

extension CurrentDensityProfile {
  /// Reads a profile from CSV: `#` comments, a header `time / s,plating current density / mA cm-2`, and rows from time
  /// 0 on. Each density holds until the next row's time; the last row ends the profile and its density is 0.
  public init(csv: String, name: String, file: String) throws(Diagnostics) {
    var reader = CurrentProfileReader(file: file)
    for (index, line) in csv.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      reader.read(line.trimmingSpaces, number: index + 1)
    }
    try reader.finish()
    self.init(
      name: name, starts: reader.rows.dropLast().map(\.time), platingDensities: reader.rows.dropLast().map(\.density),
      duration: reader.rows.last?.time ?? 0)
  }
}

/// Reads the lines of a profile one after the other and gathers their faults.
private struct CurrentProfileReader {
  let file: String
  var rows: [(time: Double, density: Double)] = []
  private var units: (time: String, density: String)?
  private var isHeaderBad = false
  private var lastLine = 1
  private let findings = Findings()

  init(file: String) { self.file = file }

  mutating func read(_ line: String, number: Int) {
    guard !line.isEmpty, !line.hasPrefix("#"), !isHeaderBad, findings.list.count < 20 else { return }
    lastLine = number
    let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmingSpaces)
    guard let units else { return readHeader(cells, line) }
    guard cells.count == 2 else {
      return report("the row has \(cells.count) cells, not 2", mend: "write   time,density")
    }
    guard let time = value(cells[0], of: "time", unit: units.time, Time.self),
      let density = value(cells[1], of: "plating current density", unit: units.density, CurrentDensity.self)
    else { return }
    if let before = rows.last?.time {
      guard time.si > before else { return report("the time \(cells[0]) does not lie behind the row before") }
    } else if time.si != 0 {
      return report("the first row is at time \(cells[0])", mend: "begin at time 0")
    }
    guard time <= Plausible.time, density.magnitude <= Plausible.currentDensity else {
      return report("\"\(line.excerpt)\" is too large", detail: "at most 10 years and 1000000 mA/cm2")
    }
    rows.append((time.si, density.si))
  }

  func finish() throws(Diagnostics) {
    if units == nil, !isHeaderBad { report("there is no header", mend: Self.headerMend) }
    if findings.list.isEmpty {
      if rows.count < 2 { report("the profile has \(rows.count) rows", detail: "it needs at least two", mend: nil) }
      if let last = rows.last, rows.count >= 2, last.density != 0 {
        report("the last row only ends the profile", detail: "nothing holds its density", mend: "make it 0")
      }
    }
    try findings.throwIfAny()
  }

  private static let headerMend = "write   time / s,plating current density / mA cm-2"

  private mutating func readHeader(_ cells: [String], _ line: String) {
    let columns = cells.map { cell -> (name: String, unit: String) in
      guard let slash = cell.firstRange(of: " / ") else { return (cell, "") }
      return (String(cell[..<slash.lowerBound]), String(cell[slash.upperBound...]))
    }
    isHeaderBad = true
    guard columns.map(\.name) == ["time", "plating current density"] else {
      return report("\"\(line.excerpt)\" is not the header of a profile", mend: Self.headerMend)
    }
    do {
      _ = try Quantity<Time>(text: "1 \(columns[0].unit)")
      _ = try Quantity<CurrentDensity>(text: "1 \(columns[1].unit)")
      units = (columns[0].unit, columns[1].unit)
      isHeaderBad = false
    } catch {
      findings.add(Diagnostic(error, of: "the header", at: place))
    }
  }

  /// A bare number in the column's unit.
  private func value<D: Dimension>(
    _ cell: String, of column: String, unit: String, _: D.Type
  ) -> Quantity<D>? {
    guard cell.allSatisfy({ "+-.0123456789eE".contains($0) }), let value = try? Quantity<D>(text: "\(cell) \(unit)")
    else {
      report(
        "\(column): \"\(cell.excerpt)\" is not a finite number", mend: "write the number alone; the header has the unit"
      )
      return nil
    }
    return value
  }

  private var place: Place { Place(file: file, line: lastLine) }

  private func report(_ what: String, detail: String? = nil, mend: String? = nil) {
    findings.add(Diagnostic(what, at: place, detail: detail, mend: mend))
  }
}
