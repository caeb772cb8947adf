"""`python -m tawthiq` is the `tawthiq` command."""

from tawthiq.cli import main

if __name__ == "__main__":
    main()
