"""What we do: every touch of the world.

    cli  demo  supervisor            what the user starts
    scheduler  worker                the processes
    toolbox                          opens the doors; the only place that chooses edges
    jobs                             one file a hop: poll_feeds fetch_pages read_articles update_incidents send_alerts sweep
    edges                            one door per outside thing: web store queue slack console language rules_folder sandbox
    ports  settings  errors  logs    the ground floor

A job is three paragraphs: gather, decide, act. The middle is pure, lives in `monitor`, and says why.
"""
