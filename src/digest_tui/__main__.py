"""`python -m digest_tui` is `digest-tui`."""

from digest_tui.cli import main

if __name__ == "__main__":
    main()
