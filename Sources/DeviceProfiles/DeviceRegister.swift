/// A named register of a Modbus instrument.
public struct DeviceRegister: Hashable, Sendable {
  /// How the bits are read.
  public enum Format: Hashable, Sendable {
    /// Unsigned, 16 bits.
    case u16
    /// Two's complement, 16 bits.
    case s16
    /// Unsigned, 32 bits, two registers.
    case u32
    /// Two's complement, 32 bits, two registers.
    case s32
    /// IEEE 754, 32 bits, two registers.
    case float32
    /// ASCII, two characters a register.
    case text(registers: Int)
    /// One bit: a coil or a discrete input.
    case bit

    /// Registers it takes; one for a bit.
    public var length: Int {
      switch self {
      case .u16, .s16, .bit: 1
      case .u32, .s32, .float32: 2
      case .text(let registers): registers
      }
    }
  }

  /// Which table of the Modbus data model it is in.
  public enum Table: String, Hashable, Sendable, CaseIterable {
    /// Read with function 3, written with 6 or 16.
    case holding
    /// Read with function 4.
    case input
    /// Read with function 1, written with 5.
    case coil
    /// Read with function 2.
    case discrete
  }

  /// What may be done with it.
  public enum Access: String, Hashable, Sendable, CaseIterable {
    /// Read only.
    case read = "r"
    /// Read and written.
    case both = "rw"
    /// Written only.
    case write = "w"
  }

  /// A bit of another register that shows what this one was set to.
  public struct Mirror: Hashable, Sendable {
    /// Name of the other register.
    public var register: String
    /// Its bit.
    public var bit: Int
  }

  /// Its name in the profile.
  public var name: String
  /// Address as sent on the wire, from 0.
  public var address: Int
  /// How its bits are read.
  public var format: Format
  /// Which table it is in.
  public var table: Table
  /// Function that reads it, where it is not the table's usual one.
  public var readFunction: Int
  /// Function that writes it: 5, 6 or 16.
  public var writeFunction: Int
  /// What may be done with it.
  public var access: Access
  /// Whether the low word of 32 bits comes first.
  public var isLowWordFirst: Bool
  /// What one count is worth.
  public var scale: RegisterScale
  /// Raw values that may be written; nil where any may.
  public var raw: ClosedRange<Int>?
  /// Words for raw values: "off" is 0.
  public var values: [String: Int]
  /// Where to look instead, to read back what was written.
  public var seenIn: Mirror?
  /// Whether no source settles this register; `check` says so.
  public var isUnverified: Bool

  /// The address behind it.
  public var end: Int { address + format.length }
  /// Whether it may be written at all.
  public var isWritable: Bool { access != .read }
  /// Whether it can be read.
  public var isReadable: Bool { access != .write }
}

/// What one count of a register is worth.
public enum RegisterScale: Hashable, Sendable {
  /// So much of a unit.
  case fixed(FixedScale)
  /// As the scale of this name says, in the profile or the model.
  case named(String)
}

/// So much of a unit for one count.
public struct FixedScale: Hashable, Sendable {
  /// Value of one count, in the unit.
  public var count: Double
  /// The unit.
  public var unit: RegisterUnit

  /// A scale from what one count is worth.
  public init(_ count: Double, _ unit: RegisterUnit) { (self.count, self.unit) = (count, unit) }

  /// Counts as they are, without a unit.
  public static var plain: FixedScale { FixedScale(1, .none) }
}

/// A scale that counts in parts of a nominal value, which the instrument tells.
public struct NominalScale: Hashable, Sendable {
  /// Name of the register with the nominal value.
  public var nominal: String
  /// So many counts are the nominal value: 0xCCCC on EA's.
  public var over: Double
}

/// Units that registers come in.
public enum RegisterUnit: String, Hashable, Sendable, CaseIterable {
  /// A plain number.
  case none = "1"
  /// Volt.
  case volt = "V"
  /// Ampere.
  case ampere = "A"
  /// Microampere.
  case microampere = "uA"
  /// Watt.
  case watt = "W"
  /// Ohm.
  case ohm = "ohm"
  /// Ampere hour.
  case ampereHour = "Ah"
  /// Milliampere hour.
  case milliampereHour = "mAh"
  /// Watt hour.
  case wattHour = "Wh"
  /// Milliwatt hour.
  case milliwattHour = "mWh"
  /// Second.
  case second = "s"
  /// Millisecond.
  case millisecond = "ms"
  /// Per cent.
  case percent = "%"
  /// Degree Celsius.
  case celsius = "°C"
  /// Degree Fahrenheit.
  case fahrenheit = "°F"

  /// SI value of a number in this unit: V, A, W, Ω, C, J, s, K.
  public func si(_ number: Double) -> Double {
    switch self {
    case .none, .volt, .ampere, .watt, .ohm, .second: number
    case .microampere: number * 1e-6
    case .ampereHour, .wattHour: number * 3600
    case .milliampereHour, .milliwattHour: number * 3.6
    case .millisecond: number * 1e-3
    case .percent: number * 1e-2
    case .celsius: number + 273.15
    case .fahrenheit: (number - 32) / 1.8 + 273.15
    }
  }

  /// The number in this unit of an SI value.
  public func number(si: Double) -> Double {
    switch self {
    case .celsius: si - 273.15
    case .fahrenheit: (si - 273.15) * 1.8 + 32
    default: si / self.si(1)
    }
  }
}
