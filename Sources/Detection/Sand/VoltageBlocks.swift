/// Mean voltage and mean semi-integral over a stretch in which the semi-integral moved a little.
struct VoltageBlock: Codable, Sendable {
  /// Mean semi-integral in the direction of the current, A·s^½.
  var semiIntegral: Double
  /// Mean voltage in the direction of the current, V.
  var voltage: Double
  /// Readings in it.
  var count: Double
}

/// Averages readings into blocks of 0.4 % of the semi-integral, so that slow runs and fast sampling cost and weigh alike.
struct VoltageBlocks: Codable, Sendable {
  private var start: Double?
  private var edge = 0.0
  private var sum = VoltageBlock(semiIntegral: 0, voltage: 0, count: 0)

  /// Takes a reading; returns the block that it completes.
  mutating func add(semiIntegral: Double, voltage: Double) -> VoltageBlock? {
    let origin = start ?? semiIntegral
    if start == nil { (start, edge) = (semiIntegral, semiIntegral) }
    sum.semiIntegral += semiIntegral
    sum.voltage += voltage
    sum.count += 1
    let scale = max(abs(semiIntegral), abs(semiIntegral - origin))
    guard abs(semiIntegral - edge) >= 0.004 * scale, scale > 0 else { return nil }
    defer { (edge, sum) = (semiIntegral, VoltageBlock(semiIntegral: 0, voltage: 0, count: 0)) }
    return VoltageBlock(
      semiIntegral: sum.semiIntegral / sum.count, voltage: sum.voltage / sum.count, count: sum.count)
  }
}
