"""Technology without a domain word: kafka, postgres, http, auth, objects, telemetry."""
