"""What people take out of the results, bring into them, and share: work for the background, without its screens."""
