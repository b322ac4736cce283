import Deposition
import Quantities

/// The cell of the reference tables: 1 mol/L, 3e-10 m²/s, t₊ 0.38, 1 mm.
let referenceDiffusion = SandDiffusion(
  electrolyte: Electrolyte(
    concentration: Quantity(si: 1000), diffusivity: Quantity(si: 3e-10), cationTransferenceNumber: 0.38,
    conductivity: Quantity(si: 1)),
  gap: Gap(thickness: Quantity(si: 1e-3)))

/// A soaked polyolefin separator: 25 µm, porosity 0.39, tortuosity after Bruggeman.
let separatorDiffusion = SandDiffusion(
  electrolyte: referenceDiffusion.electrolyte,
  gap: Gap(thickness: Quantity(si: 25e-6), porosity: 0.39, tortuosity: 1 / 0.39.squareRoot()))

func currentDensity(ratio: Double, in diffusion: SandDiffusion = referenceDiffusion) -> Quantity<CurrentDensity> {
  diffusion.limitingCurrentDensity * ratio
}
