public import ArgumentParser
public import OpenkaartCore

extension Language: ExpressibleByArgument {}
