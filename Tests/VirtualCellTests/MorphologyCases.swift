import Deposition

/// Which shipped cell each row of the review's cases was seen in, and the numbers taken where the review has none.
enum MorphologyCases {
  /// What is asked of the model.
  enum Question {
    /// What grows.
    case morphology
    /// What a deposit that is there becomes.
    case after(DepositMorphology)
    /// Where in a framework lithium goes.
    case place
    /// How lithium comes off.
    case stripping
  }

  /// The cell of a row.
  struct Cell {
    /// Name of the profile.
    var profile: String
    /// Current density in mA/cm², where the table has no number.
    var current: Double?
    /// Areal capacity in mAh/cm², where the table has no number.
    var capacity: Double?
    /// Current density over the limiting one, for rows that name no other.
    var limitRatio: Double?
    /// Dead lithium from cycling, mAh/cm².
    var deadLithium: Double
    /// What is asked.
    var question: Question
    /// A word on what was taken, or on a conflict.
    var note: String

    init(
      _ profile: String, current: Double? = nil, capacity: Double? = nil, limitRatio: Double? = nil,
      deadLithium: Double = 0, question: Question = .morphology, note: String = ""
    ) {
      (self.profile, self.current, self.capacity, self.limitRatio) = (profile, current, capacity, limitRatio)
      (self.deadLithium, self.question, self.note) = (deadLithium, question, note)
    }
  }

  /// The cells by the id of their row.
  static let cells: [String: Cell] = [
    "M01": Cell("ether-cu", capacity: 1, note: "electrolyte unstated, ether taken"),
    "M02": Cell("ether-cu", capacity: 1, note: "electrolyte unstated, ether taken"),
    "M03": Cell("sdsei-cu", capacity: 1), "M04": Cell("sdsei-cu", capacity: 1),
    "M05": Cell("ether-cu", current: 0.5, note: "electrolyte unstated, ether taken"), "M06": Cell("sdsei-cu"),
    "M07": Cell("ni-carbon-foam", current: 1, capacity: 1), "M08": Cell("ag-on-cu", current: 0.5, capacity: 4),
    "M09": Cell(
      "ether-cu", current: 0.5, capacity: 1,
      note: "electrolyte unstated, ether taken; \"irregular growth\": the model has lumps only on frameworks"),
    "M10": Cell("ag-on-cu", current: 0.5, capacity: 4, note: "flat stand-in for the foam"),
    "M11": Cell("co-graphene-cu", current: 0.5), "M12": Cell("carbonate-vc-cu", current: 1, capacity: 1),
    "M13": Cell("carbonate-fec-cu", current: 1, capacity: 1),
    "M14": Cell(
      "lis-lino3-steel", note: "side of ref 2 against M40: the film on steel is the weaker, by its quality"),
    "M15": Cell("lis-lino3-steel"), "M16": Cell("lis-lino3-steel"), "M17": Cell("lis-lino3-li2s8-steel"),
    "M18": Cell("lis-lino3-li2s8-steel"), "M19": Cell("lis-lino3-li2s8-steel"), "M20": Cell("li-li-conventional"),
    "M21": Cell("li-li-conventional"), "M22": Cell("li-o2"), "M23": Cell("ether-cu"),
    "M24": Cell(
      "ether-lino3-cu",
      note:
        "side of M41: few large nuclei pass the critical size; one recipe cannot give both, ref 112's film was another"),
    "M25": Cell("lis-lino3-li2s8-steel"),
    "M26": Cell(
      "carbonate-cu", note: "side of ref 129 (M54, M56): packed nuclei, columns later; at quality 0.5 spheres and tips"),
    "M27": Cell(
      "carbonate-lino3-saturated-cu", current: 1, capacity: 1,
      note: "side of the text on Fig 6d: below 1e-5 g/mL nitrate is nearly without effect"),
    "M28": Cell("carbonate-lno-srf-cu"), "M29": Cell("lifsi-nc-cu"), "M30": Cell("lifsi-nc-cu"),
    "M31": Cell("lifsi-nc-cu"), "M32": Cell("lifsi-nc-cu"), "M33": Cell("lifsi-nc-cu"),
    "M34": Cell("ether-lino3-pei"), "M35": Cell("ether-lino3-pei"), "M36": Cell("ether-lino3-pei"),
    "M37": Cell("ether-lino3-cu"),
    "M38": Cell("ether-lino3-cu", current: 0.2, note: "the first tips: nuclei that pass the critical size"),
    "M39": Cell("ether-lino3-cu"), "M40": Cell("ether-lino3-cu"),
    "M41": Cell("ether-lino3-cu", note: "side of ref 126: nuclei convert before they touch"),
    "M42": Cell("ether-lino3-cu"), "M42b": Cell("ether-lino3-cu"),
    "M43": Cell("carbonate-jlim", note: "side of ref 127 against M26: far below J*, compact spheres, in layers"),
    "M44": Cell("carbonate-jlim", current: 1), "M45": Cell("carbonate-jlim"), "M46": Cell("carbonate-jlim"),
    "M47": Cell("lino3-litfsi-0-10"), "M48": Cell("lino3-litfsi-2-8"), "M49": Cell("lino3-litfsi-4-6"),
    "M50": Cell("lino3-litfsi-6-4"), "M51": Cell("lino3-litfsi-8-2"),
    "M52": Cell("carbonate-cu", note: "dense small nuclei as observed; columns only once they are tall"),
    "M53": Cell("carbonate-ti"), "M54": Cell("carbonate-cu"), "M55": Cell("carbonate-ti"), "M56": Cell("carbonate-cu"),
    "M57": Cell("carbonate-ti"), "M58": Cell("carbonate-cu", capacity: 4, question: .stripping),
    "M59": Cell("li-li-conventional", capacity: 1, question: .stripping),
    "M60": Cell("ni-co3o4-foam", current: 1, capacity: 5, note: "coated up to 2.5 mAh/cm2: uniform at first"),
    "M61": Cell("ni-co3o4-foam", current: 1, capacity: 5, note: "another homogeneous framework"),
    "M62": Cell("cc-zzco"), "M63": Cell("cc-zzco"), "M64": Cell("cc-bare"), "M65": Cell("cc-nffo"),
    "M66": Cell("cc-nffo", capacity: 4), "M67": Cell("cc-nffo"), "M68": Cell("cc-bare"),
    "M69": Cell("cc-mno-co", current: 1, capacity: 0.5, note: "30 min"), "M70": Cell("cc-mno-co", capacity: 1),
    "M71": Cell("cc-mno-co", capacity: 10), "M72": Cell("cc-mno-co"),
    "M73": Cell("li-li-capillary", capacity: 10, limitRatio: 0.5),
    "M74": Cell("li-li-capillary", capacity: 10, limitRatio: 2),
    "M75": Cell("li-li-conventional", current: 0.05, capacity: 1),
    "M76": Cell(
      "li-li-conventional", current: 1, capacity: 1, deadLithium: 1, note: "cycled: 1 mAh/cm2 of dead lithium"),
    "M77": Cell("li-li-capillary", capacity: 10, limitRatio: 2),
    "M78": Cell("li-li-capillary", capacity: 10, limitRatio: 2, question: .after(.mossy)),
    "M79": Cell("li-li-capillary", capacity: 10, limitRatio: 0.5, question: .after(.dendritic)),
    "M80": Cell("ni-co3o4-foam", current: 1, capacity: 5, question: .place),
    "M81": Cell("gradient-host", current: 1, capacity: 2, question: .place),
    "M82": Cell("cc-zzco", current: 1, capacity: 10),
  ]
}
