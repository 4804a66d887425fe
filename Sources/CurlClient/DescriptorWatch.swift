/// Has descriptors watched for an engine, with epoll's names for events.
protocol DescriptorWatch {
    func add(_ descriptor: Int32, for events: UInt32)
    func change(_ descriptor: Int32, to events: UInt32)
    func remove(_ descriptor: Int32)
}
