import CommandSupport

Failure.main(G2P.self)
