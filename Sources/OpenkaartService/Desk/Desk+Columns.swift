/// The columns of everybody, kept by the store from one start to the next.
extension Desk {
  /// Takes the columns from the store's shelf, so that the first question does not wait for it.
  ///
  /// Without any, or under another policy than that they were made under, nothing happens.
  public func openColumns() async {
    guard let gate = try? await policies.gate(at: now) else { return }
    await board.open(in: store, by: gate)
  }

  /// Keeps the columns on the store's shelf, if there are any and they changed.
  ///
  /// - Parameter isLittleEnough: Whether a few changes are enough; else a sixteenth of the groups.
  /// - Returns: Whether they were kept.
  /// - Throws: ``StoreError``, ``ColumnRefusal``; then nothing is lost but time at the next start.
  @discardableResult
  public func keepColumns(isLittleEnough: Bool) async throws -> Bool {
    try await board.keep(in: store, isLittleEnough: isLittleEnough, clock: clock)
  }
}
