"""HTTP on Starlette: problems, bodies, the routes that every service has, the server's start and stop."""
