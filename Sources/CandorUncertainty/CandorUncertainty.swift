// CandorUncertainty
