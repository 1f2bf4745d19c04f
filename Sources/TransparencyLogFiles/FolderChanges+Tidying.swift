import Glibc
import TransparencyLog

extension FolderChanges {
  /// Removes the partial versions of a tile that is there in full.
  func removePartialVersions(of tile: TilePath) {
    let partial = folder.place(of: tile.partialFolder)
    for name in DurableFile.names(in: partial) { unlink("\(partial)/\(name)") }
    rmdir(partial)
  }
}
