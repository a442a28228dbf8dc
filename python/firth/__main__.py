"""python -m firth: the command."""

from firth._command import main

if __name__ == "__main__":
    main()
