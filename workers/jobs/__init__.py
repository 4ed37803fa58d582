"""One file a hop. A job is three paragraphs: gather, decide, act; it returns what it did as counts, and its caller logs them."""
