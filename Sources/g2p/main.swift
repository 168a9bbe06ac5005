import ArgumentParser

// Errors of what was typed are the parser's, with usage and status 64; errors of data are one line and status 1.
do {
  var command = try G2P.parseAsRoot()
  do {
    try command.run()
  } catch let error where !Failure.belongsToParser(error) {
    Failure.end(error)
  }
} catch {
  G2P.exit(withError: error)
}
