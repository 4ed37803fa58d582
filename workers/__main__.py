"""`python -m workers` is `wirewatch`: the supervisor starts its processes this way, whatever the PATH."""

from workers.cli import main

if __name__ == "__main__":
    main()
