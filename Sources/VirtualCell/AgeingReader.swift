import Deposition
import Documents
import Quantities

extension Fields {
  /// How an electrode ages: the keys "SEI", "dead layer" and "fresh lithium", all of which may be left out.
  func ageing() -> ElectrodeAgeing {
    ElectrodeAgeing(
      interphase: optionalMapping("SEI") { $0.interphaseGrowth() },
      deadLayer: optionalMapping("dead layer") { $0.deadLayer() },
      freshSurface: optionalMapping("fresh lithium") { $0.freshSurface() })
  }

  private func interphaseGrowth() -> InterphaseGrowth {
    InterphaseGrowth(
      growthConstant: quantity(
        "growth", Bounds(from: .zero, to: Quantity(si: 1e-12)), example: "1e-23 m2/s"),
      initialThickness: quantity(
        "thickness", Bounds(from: Quantity(si: 1e-10), to: Quantity(si: 1e-6)), example: "5 nm"))
  }

  private func deadLayer() -> DeadLithium {
    DeadLithium(
      porosity: number("porosity", Bounds(from: Quantity(si: 0.01), to: Quantity(si: 0.95))),
      tortuosity: number("tortuosity", Bounds(from: Quantity(si: 1), to: Quantity(si: 1000))))
  }

  private func freshSurface() -> FreshSurface {
    let fraction = optionalNumber("open at first", Bounds(from: Quantity(si: 1e-4), to: Quantity(si: 1)))
    let pits = StrippingPits(
      density: quantity("pits", Bounds<NumberDensity>(from: .zero, to: Quantity(si: 1e18)), example: "1e6 /cm2").si,
      initialFraction: fraction ?? StrippingPits.usualInitialFraction)
    return FreshSurface(
      exchangeCurrentDensity: quantity(
        "exchange current density", Bounds(from: Quantity(si: 1e-9), to: Quantity(si: 1e7))),
      paths: TwoPathSurface(
        filamentDiameter: quantity("filament diameter", Bounds(from: Quantity(si: 1e-9), to: Quantity(si: 1e-3))),
        pits: pits))
  }
}
