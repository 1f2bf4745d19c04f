/// Finds the word somebody probably meant: `chanel` → `channel`.
public enum NearestWord {
  /// Returns the word nearest to `word`, or `nil` if none is near.
  ///
  /// Distance is Damerau–Levenshtein in its optimal string alignment form: one inserted, left
  /// out, replaced or swapped letter counts one; capitals do not count. Near is at most a third
  /// of the letters of `word`, and always one. Of two words equally near the first in
  /// alphabetical order is returned, so that a `Set` gives the same answer every time. Only the
  /// first 64 Unicode scalars of each word are looked at.
  public static func nearest(
    to word: String, among words: some Sequence<String>
  ) -> String? {
    let letters = letters(of: word)
    guard !letters.isEmpty else { return nil }

    var best: (distance: Int, word: String)?
    for candidate in words {
      let other = self.letters(of: candidate)
      let limit = best?.distance ?? max(1, letters.count / 3)
      guard abs(other.count - letters.count) <= limit else { continue }
      let distance = distance(letters, other)
      guard distance <= limit else { continue }
      if let best, distance == best.distance, best.word <= candidate { continue }
      best = (distance, candidate)
    }
    return best?.word
  }

  private static func letters(of word: String) -> [Unicode.Scalar] {
    let start = String(String.UnicodeScalarView(word.unicodeScalars.prefix(64)))
    return Array(start.lowercased().unicodeScalars.prefix(64))
  }

  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
        var least = min(replaced, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          least = min(least, beforeLast[column - 1] + 1)
        }
        current.append(least)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
