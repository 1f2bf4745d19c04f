internal import Crypto
internal import OpenkaartService
internal import Synchronization

/// The keyring of a store and the file it stands in, while its root is replaced too.
final class KeyringFile: Sendable {
  let path: String
  private let state: Mutex<Keyring>

  init(_ keyring: Keyring, at path: String) {
    self.path = path
    state = Mutex(keyring)
  }

  /// The name of the data it belongs to.
  var store: [UInt8] { state.withLock { $0.store } }

  /// What page keys may be wrapped by.
  var roots: [SymmetricKey] {
    state.withLock { ring in [ring.nextRoot, ring.root].compactMap(\.self) }
  }

  /// What new page keys are wrapped by.
  var newest: SymmetricKey { state.withLock { $0.nextRoot ?? $0.root } }

  /// Whether a replacement of the root was begun and not ended.
  var isBetweenRoots: Bool { state.withLock { $0.nextRoot != nil } }

  /// Adds the root that takes the place of the present one; durable when this returns.
  func beginRoot() throws(StoreError) { try change { $0.withNextRoot } }

  /// Drops the root that was replaced, and wipes the file in which it stood.
  func endRoot() throws(StoreError) { try change { $0.withoutOldRoot } }

  private func change(_ make: (Keyring) -> Keyring) throws(StoreError) {
    let keyring = make(state.withLock { $0 })
    try keyring.write(to: path)
    state.withLock { $0 = keyring }
  }
}
