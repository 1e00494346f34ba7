"""`/docs`: the reference of the three services for people, read from the documents that they serve for programs."""
