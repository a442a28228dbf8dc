"""The exceptions of firth. Each is also the built-in exception that Python users expect there."""

from __future__ import annotations

import re


class Error(Exception):
    """What went wrong, where, and what to do about it, in one line.

    `path` is the file concerned ("" when there is none) and `offset` the place in it in bytes.
    """

    def __init__(self, message: str, path: str = "", offset: int | None = None) -> None:
        super().__init__(message)
        self.path = path
        self.offset = offset

    def __str__(self) -> str:
        return str(self.args[0])


class NotFoundError(Error, KeyError):
    """A word that is not among those of the vectors."""


class MissingFileError(Error, FileNotFoundError):
    """A file that is not there."""


class IoError(Error, OSError):
    """The system refused to read or write."""


class FormatError(Error, ValueError):
    """The bytes of a file are not what they claim to be."""


class InputError(Error, ValueError):
    """The data cannot be used."""


class OutOfRangeError(InputError, IndexError):
    """An id that is outside the table."""


class SettingsError(Error, ValueError):
    """A setting, or a combination of settings, that cannot work."""


class MemoryLimitError(Error, MemoryError):
    """More memory needed than the limit allows."""


class DivergedError(Error, ArithmeticError):
    """Training left the range of finite numbers."""


_KINDS: dict[str, type[Error]] = {
    "io": IoError,
    "format": FormatError,
    "input": InputError,
    "settings": SettingsError,
    "memory": MemoryLimitError,
    "diverged": DivergedError,
}


def in_python(message: str) -> str:
    """A message that names options of the command, with the arguments' names in their place."""
    return re.sub(r"(?<![\w/.-])--([a-z][a-z-]*)", lambda m: m[1].replace("-", "_"), message)


def make(kind: str, message: str, path: str, offset: int | None) -> Error:
    """The exception for an error of the library; called by the extension."""
    message = in_python(message)
    if kind == "not found":
        return (MissingFileError if path else NotFoundError)(message, path, offset)
    if kind == "input" and "is out of range: ids are" in message:
        return OutOfRangeError(message, path, offset)
    return _KINDS[kind](message, path, offset)
