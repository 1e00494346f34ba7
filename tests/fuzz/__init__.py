"""Random requests against a running system, made by schemathesis from the OpenAPI documents that it serves."""
