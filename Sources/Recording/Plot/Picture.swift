public import Foundation

/// A kind of picture, named by the extension of its file.
public enum PictureFormat: String, Hashable, Sendable, CaseIterable {
  /// Scalable, for pages and papers.
  case svg
  /// Pixels, 1200 wide.
  case png

  /// The kind a file's name asks for; throws `unknownPictureFormat`.
  public init(of url: URL) throws(RecordingError) {
    guard let format = Self(rawValue: url.pathExtension.lowercased()) else {
      throw .unknownPictureFormat(path: url.path, known: Self.allCases.map(\.rawValue))
    }
    self = format
  }

  /// Size of points: gnuplot draws them larger in the one than in the other.
  var pointSize: Double {
    switch self {
    case .svg: 0.9
    case .png: 1.4
    }
  }

  /// Size of the headline's letters.
  var titleSize: Int {
    switch self {
    case .svg: 19
    case .png: 16
    }
  }

  /// gnuplot's name for it, and a font that is there.
  var terminal: String {
    switch self {
    case .svg: "svg font 'DejaVu Sans,Helvetica,Arial,sans-serif,14'"
    case .png: "pngcairo font 'DejaVu Sans,10.5'"
    }
  }
}

extension PlotSource {
  /// Draws the picture into a file, which appears whole or not at all and replaces one of the same name.
  ///
  /// Throws `unknownPictureFormat`, `gnuplotMissing`, `gnuplotFailed`, or what writing the file can bring.
  public func draw(to url: URL, with gnuplot: Gnuplot = Gnuplot()) throws(RecordingError) {
    try gnuplot.draw(GnuplotScript(self, format: try PictureFormat(of: url)).text, to: url)
  }
}

extension CyclePlotSource {
  /// Draws the picture into a file, which appears whole or not at all and replaces one of the same name.
  ///
  /// Throws `unknownPictureFormat`, `gnuplotMissing`, `gnuplotFailed`, or what writing the file can bring.
  public func draw(to url: URL, with gnuplot: Gnuplot = Gnuplot()) throws(RecordingError) {
    try gnuplot.draw(CycleScript(self, format: try PictureFormat(of: url)).text, to: url)
  }
}
