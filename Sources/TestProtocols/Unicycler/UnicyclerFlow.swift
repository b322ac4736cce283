import Documents

/// `tag`: a name for the place it stands at.
struct UnicyclerTag: UnicyclerStep {
  let kind = "tag"

  func read(_ object: UnicyclerObject, into method: inout UnicyclerMethod) {
    guard let name = object.text("tag") else { return object.fields.report("the tag has no name") }
    guard method.tags.updateValue(method.plan.position, forKey: name) == nil else {
      object.field("tag")?.report("the tag \"\(name.excerpt)\" is given twice", mend: "rename one of them")
      return
    }
  }
}

/// `loop`: back to a tag or to an element of the method counted from 1, so many rounds in all.
struct UnicyclerLoop: UnicyclerStep {
  let kind = "loop"

  func read(_ object: UnicyclerObject, into method: inout UnicyclerMethod) {
    let times = object.field("cycle_count").map { $0.integer(in: Plausible.rounds) }
    if times == nil { object.fields.report("the loop has no \"cycle_count\"", mend: "add   \"cycle_count\": 10") }
    guard let start = start(object, method), let times = times.flatMap({ $0 }) else { return }
    let end = method.plan.position
    guard start < end else { return object.fields.report("the loop holds no step") }
    if method.loops.contains(where: { $0.first < start && start <= $0.last }) {
      return object.fields.report(
        "the loop begins inside another one and ends behind it", mend: "put one loop wholly into the other")
    }
    method.loops.append((start, end))
    method.plan.loop(from: start, times: times, label: object.text("id"))
  }

  private func start(_ object: UnicyclerObject, _ method: UnicyclerMethod) -> Int? {
    guard let target = object.field("loop_to") else { return method.starts.first }
    guard target.node.scalar?.isQuoted == true else {
      // Elements of the method count, tags among them; the last one begun is the loop itself.
      guard method.starts.count > 1 else {
        target.report("a loop cannot be the first step")
        return nil
      }
      return target.integer(in: 1...(method.starts.count - 1)).map { method.starts[$0 - 1] }
    }
    guard let tag = target.text() else { return nil }
    if method.tags[tag] == nil {
      target.report(
        "no tag \"\(tag.excerpt)\" stands before this loop",
        mend: NearestName.mend(for: tag, among: method.tags.keys.sorted()))
    }
    return method.tags[tag]
  }
}
