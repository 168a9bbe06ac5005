// CandorText
