"""What can go wrong while a file becomes a directive.

::

    IngestError
    ├── EmptyFileError           zero bytes, or no text in it
    ├── TruncatedFileError       cut off: the container cannot be read to its end
    ├── EncryptedFileError       a password is needed
    ├── WrongExtensionError      the content is not what the extension says
    ├── EncodingError            text that is not UTF-8
    ├── NoTextLayerError         a PDF of pictures only
    │   └── OcrTimeoutError      a page that tesseract did not finish in time
    ├── AbnormalFileError        made to fill memory: unpacks to, nests or counts what no directive does
    ├── MissingProgramError      this kind of file is read with a program that is not installed
    │   └── OcrUnavailableError  pages to recognise, and no tesseract with Vietnamese here
    └── UnsupportedFormatError   a kind of file that is not read

Every message is one line in Vietnamese: what, where, and what to do next.
"""

from __future__ import annotations


class IngestError(Exception):
    """A file could not become a directive; ``str(error)`` is fit for a person."""


class EmptyFileError(IngestError):
    """Zero bytes, or no text at all."""


class TruncatedFileError(IngestError):
    """The container is cut off or damaged."""


class EncryptedFileError(IngestError):
    """A password protects the file."""


class WrongExtensionError(IngestError):
    """The content is of another format than the extension says."""


class EncodingError(IngestError):
    """The bytes are text in no encoding that is known here."""


class NoTextLayerError(IngestError):
    """A PDF without text: a scan."""


class AbnormalFileError(IngestError):
    """More of something than any directive has: a bomb, or a file that a program has spoilt."""


class MissingProgramError(IngestError):
    """The program that reads this kind of file is not installed; the message has the command that installs it."""


class OcrUnavailableError(MissingProgramError):
    """Pages of pictures, on a machine without tesseract or without its Vietnamese data."""


class OcrTimeoutError(NoTextLayerError):
    """A page that could not be recognised within the time that it is given."""


class UnsupportedFormatError(IngestError):
    """No reader for this kind of file."""
