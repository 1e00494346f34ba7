"""A fair's rows as files: what stands in them, how they are written, how they are sent."""
