import HTTPTypes
import Logging
import OpenkaartCore
import OpenkaartService

/// One line for each answer: method, route, status, milliseconds.
///
/// The route is the pattern, never the address that was asked, so no line can hold anything about
/// a person, and nothing that was sent can break a line.
struct RequestLog: Sendable {
  private let logger: Logger

  init(_ logger: Logger) { self.logger = logger }

  func note(method: String, route: String, status: Int, milliseconds: Int64) {
    logger.info("\(method) \(route) \(status) \(milliseconds) ms")
  }

  /// Notes an error: of a store with its remedy, of what nobody foresaw only its type.
  ///
  /// The text of the latter may hold anything.
  ///
  /// - Returns: The name by which it can be found again.
  @discardableResult
  func noteFailure(_ error: any Error) -> String {
    let name = String(UInt64.random(in: .min ... .max), radix: 16)
    if error is CancellationError {
      // Whoever asked went away, or the server stops: no fault.
      logger.debug("cancelled (\(name))")
    } else if let error = error as? StoreError {
      logger.error("\(error.code) (fault \(name)): \(error.message.en)")
    } else {
      logger.error("fault \(name): \(type(of: error))")
    }
    return "urn:openkaart:fault:\(name)"
  }

  /// Notes a change with a witness; that another history may exist is as loud as it gets.
  func note(_ news: WitnessOutcome.News) {
    logger.log(level: news.isAlarm ? .critical : .warning, "\(news.sentence)")
  }

  /// Notes what became of the columns that are kept; an answer is the same without them.
  func note(_ news: ColumnNews) {
    switch news {
    case .opened(let people): logger.info("columns: \(people) people read back")
    case .refused(let reason):
      let isExpected = ![.damaged, .otherStore].contains(reason)
      logger.log(
        level: isExpected ? .info : .warning,
        "columns: not used (\(reason.rawValue)), so the next question reads everybody")
    case .failed(let error): noteFailure(error)
    }
  }

  /// The name of a method; of those we do not know, none.
  static func name(of method: HTTPRequest.Method) -> String {
    let known: [HTTPRequest.Method] = [
      .get, .head, .post, .put, .delete, .options, .patch, .trace, .connect,
    ]
    return known.contains(method) ? method.rawValue : "OTHER"
  }
}
