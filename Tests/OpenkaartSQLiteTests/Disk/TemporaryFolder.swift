import Foundation
import OpenkaartCore
import OpenkaartSQLite
import OpenkaartService

/// A folder for one test, not made yet; it goes when the tests end.
struct TemporaryFolder: Sendable {
  let path = Self.root + "/" + UUID().uuidString

  /// Holds the folders of all tests of this process.
  ///
  /// A store opens files when it needs them: nothing may go before the last test is over.
  private static let root: String = {
    atexit { try? FileManager.default.removeItem(atPath: TemporaryFolder.rootPath) }
    try? FileManager.default.createDirectory(
      atPath: rootPath, withIntermediateDirectories: true)
    return rootPath
  }()

  private static let rootPath =
    FileManager.default.temporaryDirectory.appending(path: "openkaart-tests-\(getpid())").path

  func file(_ name: String) -> String { path + "/" + name }

  /// The names of all files in it, at any depth.
  func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: file(name), isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }

  /// Keeps some facts in it and closes it again.
  static func withFacts(count: Int = 50) async throws -> TemporaryFolder {
    let folder = TemporaryFolder()
    let store = try SQLiteStore(at: folder.path)
    try await store.append((0..<count).map { Fact.sale("\($0)") })
    try await store.close()
    return folder
  }
}

extension Fact {
  /// A sale to customer 1.
  static func sale(_ id: String) -> Fact {
    Fact(
      id: FactID(source: "shop", id: id), subject: .customer(1, email: "a@x.nl"),
      occurredAt: Timestamp(milliseconds: 1_000_000),
      recordedAt: Timestamp(milliseconds: 2_000_000),
      content: .purchased(
        Purchase(
          order: "o1", entity: "house",
          lines: [.init(product: "mat", productLine: "mats", quantity: 2, priceCents: 4900)],
          saleKind: .paid, optOutOffered: true)))
  }
}

extension [Identifier] {
  static func customer(_ number: Int, email: String) -> [Identifier] {
    [Identifier(.customerNumber, "\(number)"), Identifier(.email, email)].compactMap(\.self)
  }
}
