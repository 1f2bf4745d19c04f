/// Bars as an SVG image, made here; the numbers stand in a table beneath it.
///
/// It names classes and no colours, so that it follows the theme and keeps to the content policy.
struct BarChart {
  let caption: String
  /// What the picture shows, for whoever hears it.
  let summary: String
  let bars: [Bar]
  /// A line across, such as what somebody wished.
  var mark: (value: Int, label: String)?
  /// Whether the bars lie, each with its name before it.
  var isLying = false

  struct Bar {
    let name: String
    let value: Int
    /// `no` or `wait`; `nil` is the common colour.
    var look: String?
  }

  var view: [String: Any] {
    let most = max(1, bars.map(\.value).max() ?? 1, mark?.value ?? 0)
    return isLying ? lying(most) : standing(most)
  }

  // Whole units of the picture: it is stretched to its place.
  private static let width = 640

  private func standing(_ most: Int) -> [String: Any] {
    let (height, floor, top) = (220, 185, 30)
    let step = Self.width / max(1, bars.count)
    let breadth = min(48, step * 2 / 3)
    func level(_ value: Int) -> Int { floor - value * (floor - top) / most }
    var labels: [[String: Any]] = []
    for (place, bar) in bars.enumerated() {
      let middle = place * step + step / 2
      labels.append(Self.label(bar.name, middle, floor + 20, "middle"))
      labels.append(Self.label("\(bar.value)", middle, level(bar.value) - 7, "middle", "value"))
    }
    var lines = [Self.line("axis", 0, floor, Self.width, floor)]
    if let mark {
      lines.append(Self.line("wish", 0, level(mark.value), Self.width, level(mark.value)))
      labels.append(
        Self.label(mark.label, Self.width, max(12, level(mark.value) - 7), "end", "wish-text"))
    }
    return picture(
      height,
      bars.enumerated().map { place, bar in
        Self.bar(
          bar, place * step + (step - breadth) / 2, level(bar.value), breadth,
          floor - level(bar.value))
      }, lines, labels)
  }

  /// Each name stands above its bar: so a long one has room, on a phone too.
  private func lying(_ most: Int) -> [String: Any] {
    let (row, thickness) = (58, 20)
    let room = Self.width - 60
    var labels: [[String: Any]] = []
    var rects: [[String: Any]] = []
    for (place, bar) in bars.enumerated() {
      let (top, length) = (place * row + 24, bar.value * room / most)
      rects.append(Self.bar(bar, 0, top, length, thickness))
      labels.append(Self.label(bar.name, 0, top - 8, "start"))
      labels.append(Self.label("\(bar.value)", length + 8, top + 16, "start", "value"))
    }
    return picture(bars.count * row, rects, [], labels)
  }

  private func picture(
    _ height: Int, _ bars: [[String: Any]], _ lines: [[String: Any]], _ labels: [[String: Any]]
  ) -> [String: Any] {
    [
      "caption": caption, "summary": summary, "width": "\(Self.width)", "height": "\(height)",
      "bars": bars, "lines": lines, "labels": labels,
    ]
  }

  private static func bar(
    _ bar: Bar, _ x: Int, _ y: Int, _ width: Int, _ height: Int
  ) -> [String: Any] {
    [
      "look": bar.look ?? false as Any, "x": "\(x)", "y": "\(y)", "width": "\(width)",
      "height": "\(height)",
    ]
  }

  private static func line(
    _ look: String, _ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int
  ) -> [String: Any] {
    ["look": look, "x1": "\(x1)", "y1": "\(y1)", "x2": "\(x2)", "y2": "\(y2)"]
  }

  private static func label(
    _ text: String, _ x: Int, _ y: Int, _ anchor: String, _ look: String? = nil
  ) -> [String: Any] {
    ["text": text, "x": "\(x)", "y": "\(y)", "anchor": anchor, "look": look ?? false as Any]
  }
}
