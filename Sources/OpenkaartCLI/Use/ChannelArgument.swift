public import ArgumentParser
public import OpenkaartCore

extension Channel: ExpressibleByArgument {}
