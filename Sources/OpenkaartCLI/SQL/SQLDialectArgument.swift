public import ArgumentParser
public import OpenkaartSQL

extension SQLDialect: ExpressibleByArgument {}
