import Documents
import Quantities

/// Plays a plating and stripping profile from its file, scaled and repeated on request.
struct ProfilePlay: Technique {
  let verb = "profile"
  let example = "profile: pulse-plating"

  func read(_ step: StepReader, into plan: inout PlanBuilder) {
    let scale = step.fields.optionalNumber("scale", .positive(to: Quantity(si: 1e6))) ?? 1
    let repeats = step.fields.optionalInteger("repeat", in: Plausible.rounds) ?? 1
    step.add(control(step, scale: scale, repeats: repeats), to: &plan)
  }

  private func control(_ step: StepReader, scale: Double, repeats: Int) -> Control? {
    guard let name = step.value.text(example: "pulse-plating") else { return nil }
    do {
      let densities = try step.list.currents.profile(named: name, usedAt: step.value.place)
      let profile = densities.currents(area: step.list.cell.area, scale: scale, repeats: repeats)
      if let largest = profile.currents.map(\.magnitude).max(), largest > Plausible.current.si {
        step.value.report("the profile's current reaches \(largest.formatted(digits: 4)) A", detail: "at most 10000 A")
      }
      if profile.duration * Double(repeats) > Plausible.time.si {
        step.value.report(
          "the profile would play for \((profile.duration * Double(repeats) / 86_400).formatted(digits: 4)) days",
          detail: "at most 3650 days")
      }
      return .profile(profile)
    } catch {
      error.list.forEach { step.fields.findings.add($0) }
      return nil
    }
  }
}
