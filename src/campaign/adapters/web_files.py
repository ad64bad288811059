"""The templates and styles of pages, which come with the program."""

from importlib.resources import files


def read_web_file(name: str) -> str:
    """The text of a file in `campaign/web/`, in a checkout as in an installed package."""
    return files("campaign").joinpath("web", name).read_text(encoding="utf-8")
