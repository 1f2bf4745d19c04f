import ArgumentParser
import Glibc
import Hummingbird
import Logging
import TransparencyLog
import TransparencyLogFiles

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Answer logs that ask for a signature: POST /add-checkpoint.",
    discussion: """
      Follows c2sp.org/tlog-witness: 200 with the signature, 400 for what is no request, 403 when \
      the log did not sign, 404 for an unknown log, 409 with the size signed last, 422 when the log \
      did not only grow. GET /key gives the verifier key. Put it behind a proxy for https. Ends \
      with SIGTERM.
      """)

  @Option(help: "The file with the secret key.") var key: String
  @Option(help: "The verifier key of a log to watch. Can be given more than once.")
  var log: [String]
  @Option(help: "The folder that remembers what was signed.") var state: String
  @Option(help: "The address to listen on.") var host = "127.0.0.1"
  @Option(help: "The port to listen on.") var port = 8090

  func run() async throws {
    let key = try KeyFile.read(key)
    let logs = try log.map { try VerifierKey(parsing: $0.utf8) }
    let witness = try WitnessFolder(path: state, logs: logs, key: key)
    var logger = Logger(label: "openkaart-witness")
    logger.logLevel = .notice
    let application = Application(
      router: Self.router(witness, key.verifierKey),
      configuration: ApplicationConfiguration(address: .hostname(host, port: port)), logger: logger)
    let count = logs.count == 1 ? "one log" : "\(logs.count) logs"
    print("\(key.verifierKey) watches \(count) on http://\(host):\(port)")
    // Also where it goes into a file: whoever starts it wants to see it at once.
    fflush(nil)
    try await application.runService()
  }

  private static func router(
    _ witness: WitnessFolder, _ key: VerifierKey
  ) -> Router<BasicRequestContext> {
    let router = Router()
    router.get("key") { _, _ in "\(key)\n" }
    router.post("add-checkpoint") { request, _ in
      let body = try await request.body.collect(upTo: AddCheckpointRequest.mostBytes)
      let answer = try witness.answer(
        to: Array(body.readableBytesView), at: UInt64(max(0, time(nil))))
      return Response(
        status: HTTPResponse.Status(code: answer.status),
        headers: [.contentType: answer.contentType],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
    return router
  }
}
