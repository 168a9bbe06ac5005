print("g2p")
