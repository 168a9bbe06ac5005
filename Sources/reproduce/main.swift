import CommandSupport

Failure.main(Reproduce.self)
