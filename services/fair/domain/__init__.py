"""What a fair is and what may happen in it: frozen dataclasses and pure functions, and nothing else."""
