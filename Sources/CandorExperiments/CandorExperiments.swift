// CandorExperiments
