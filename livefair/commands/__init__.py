"""One file per command of `livefair`: its options, its help, what it prints. The work itself is done elsewhere."""
