import CommandSupport

Failure.main(Sentiment.self)
