"""One door per outside thing. Edges do not know each other; failures are sorted here into the endings of `workers.errors`."""
