import HTTPTypes

/// What a handler does to its answer.
extension Connection {
    func isStarted(_ exchange: Int) -> Bool {
        machine.isStarted(exchange)
    }

    func beforeHead(_ exchange: Int, _ hook: @escaping ResponseWriter.HeadHook) {
        headCompletion = HeadCompletion(exchange: exchange, hook: hook)
    }

    /// Lets the hook of the exchange add to a head that is about to go out.
    func completeHead(_ exchange: Int, _ status: HTTPResponse.Status, _ fields: inout HTTPFields) {
        guard let headCompletion, headCompletion.exchange == exchange, !machine.isStarted(exchange) else { return }
        headCompletion.hook(status, &fields)
    }

    func respond(_ exchange: Int, _ status: HTTPResponse.Status, _ fields: HTTPFields, _ body: [UInt8])
        throws(ServerError) -> WriteOutcome
    {
        var fields = fields
        completeHead(exchange, status, &fields)
        try machine.respond(exchange, status: status, fields: fields, body: body, date: worker.date)
        return settleWrite()
    }

    func respondToHead(_ exchange: Int, _ status: HTTPResponse.Status, _ fields: HTTPFields, length: Int?)
        throws(ServerError) -> WriteOutcome
    {
        var fields = fields
        completeHead(exchange, status, &fields)
        try machine.respondToHead(exchange, status: status, fields: fields, length: length, date: worker.date)
        return settleWrite()
    }

    func start(_ exchange: Int, _ status: HTTPResponse.Status, _ fields: HTTPFields, first: [UInt8])
        throws(ServerError) -> WriteOutcome
    {
        var fields = fields
        completeHead(exchange, status, &fields)
        do throws(ServerError) {
            try machine.start(exchange, status: status, fields: fields, first: first, date: worker.date)
        } catch {
            // A client that has sent FIN is given up at this point.
            settle()
            throw error
        }
        return settleWrite()
    }

    func write(_ exchange: Int, _ bytes: [UInt8]) throws(ServerError) -> WriteOutcome {
        try machine.write(exchange, bytes)
        return settleWrite()
    }

    func finish(_ exchange: Int) throws(ServerError) -> WriteOutcome {
        try machine.finish(exchange)
        return settleWrite()
    }

    func abort(_ exchange: Int) {
        machine.abort(exchange)
        settle()
    }

    /// Whether the writer may go on at once.
    enum WriteOutcome {
        case taken
        case aboveHighWater
    }

    private func settleWrite() -> WriteOutcome {
        settle()
        return machine.isAboveHighWater ? .aboveHighWater : .taken
    }
}
