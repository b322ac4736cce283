import Documents
import Quantities

/// What a protocol asks of the cell, and where it asks it.
struct CellNeeds {
  private var area: (value: Quantity<Area>, field: Field)?
  private var capacity: (value: Quantity<Charge>, field: Field)?
  private var working: Field?
  private var counter: Field?
  private var namesArea = false

  /// Reads the block `cell`, which may be left out.
  init(_ header: Fields) {
    guard let cell = header.field("cell")?.fields() else { return }
    namesArea = cell.keys.contains("area")
    if let field = cell.field("area"), let value = field.quantity(.positive(to: Plausible.area)) {
      area = (value, field)
    }
    if let field = cell.field("capacity"), let value = field.quantity(.positive(to: Plausible.charge)) {
      capacity = (value, field)
    }
    working = cell.field("working")
    counter = cell.field("counter")
    cell.finish()
  }

  /// The cell that the protocol and the profile agree on; reports where they do not.
  func agreed(with facts: CellFacts, in header: Fields) -> AgreedCell {
    match(working, facts.working)
    match(counter, facts.counter)
    let area = agreed(self.area, facts.area)
    if area == nil, !namesArea {
      header.findings.add(.unknownArea(at: header.place))
    }
    return AgreedCell(area: area ?? Quantity(si: .nan), capacity: agreed(capacity, facts.capacity))
  }

  private func match(_ need: Field?, _ fact: String?) {
    guard let need, let asked = need.text(example: "Li"), let fact, asked.lowercased() != fact.lowercased() else {
      return
    }
    need.report(
      "the protocol is for a \(need.name) electrode of \(asked), the cell has \(fact)", mend: "choose another cell")
  }

  /// The profile's value, unless the protocol has one more than a hundredth away.
  private func agreed<D: Dimension>(
    _ need: (value: Quantity<D>, field: Field)?, _ fact: Quantity<D>?
  ) -> Quantity<D>? {
    guard let need, let fact else { return fact ?? need?.value }
    if (need.value - fact).magnitude > 0.01 * fact.magnitude {
      let text = need.field.node.scalar?.text ?? ""
      need.field.report(
        "the protocol is for a cell of \(text), the cell's \(need.field.name) is \(fact.formatted(like: text))",
        detail: "they may differ by 1 %", mend: "choose another cell, or leave \(need.field.name) out of the protocol")
    }
    return fact
  }
}
