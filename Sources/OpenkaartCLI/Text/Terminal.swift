import Foundation

/// Prints beside the answer: what went wrong, what is asked.
func printError(_ text: String) {
  FileHandle.standardError.write(Data("\(text)\n".utf8))
}
