"""The room the athlete stands in: what shows and plays cues, and what times responses."""
