"""Who trains: athletes and their codes, consent, rosters. Pure: where people are kept stands in `results/store`."""
