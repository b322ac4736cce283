/// The zero of a function inside a bracket, to the last bits, by Chandrupatla's method.
///
/// Inverse quadratic interpolation where it is safe and bisection where it is not, so that it always ends.
/// `f` must have opposite signs (or a zero) at the ends of the bracket; where it has not, the better end is returned.
/// Source: T. R. Chandrupatla, Adv. Eng. Softw. 28 (1997) 145, 10.1016/S0965-9978(96)00051-8.
public func bracketedRoot(
  from low: Double, to high: Double, relativeTolerance: Double = 4e-16, of f: (Double) -> Double
) -> Double {
  var (older, newer) = (low, high)
  var (olderValue, newerValue) = (f(older), f(newer))
  if olderValue == 0 { return older }
  guard (olderValue < 0) != (newerValue < 0) else {
    return olderValue.magnitude < newerValue.magnitude ? older : newer
  }
  var fraction = 0.5
  for _ in 0..<200 {
    let x = newer + fraction * (older - newer)
    let value = f(x)
    var (third, thirdValue) = (newer, newerValue)
    if (value < 0) == (newerValue < 0) {
      // The bracket keeps its older end, the newer one becomes the third point.
    } else {
      (third, thirdValue) = (older, olderValue)
      (older, olderValue) = (newer, newerValue)
    }
    (newer, newerValue) = (x, value)
    let newerIsBest = newerValue.magnitude < olderValue.magnitude
    let best = newerIsBest ? newer : older
    let tolerance = relativeTolerance * best.magnitude + Double.leastNormalMagnitude
    let width = (older - newer).magnitude
    if newerValue == 0 || tolerance >= 0.5 * width { return best }
    let xi = (newer - older) / (third - older)
    let phi = (newerValue - olderValue) / (thirdValue - olderValue)
    if phi * phi < xi, (1 - phi) * (1 - phi) < 1 - xi {
      fraction =
        newerValue / (olderValue - newerValue) * thirdValue / (olderValue - thirdValue)
        + (third - newer) / (older - newer) * newerValue / (thirdValue - newerValue) * olderValue
        / (thirdValue - olderValue)
    } else {
      fraction = 0.5
    }
    let margin = tolerance / width
    fraction = min(1 - margin, max(margin, fraction))
  }
  return newer
}
