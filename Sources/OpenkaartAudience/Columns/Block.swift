import ColumnKernels

/// Rows that are gone through together.
enum Block {
  static let rows = words * 64
  static let words = Int(COLUMN_BLOCK_WORDS)
}
