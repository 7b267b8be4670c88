"""What screens say about drills and runs, as plain data: no pygame, no store, no clock."""
