// Candor
