"""One file per command of `livefair`: its options, help and output. The work itself is done elsewhere."""
