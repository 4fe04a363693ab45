"""What can go wrong while a file becomes a directive.

::

    IngestError
    ├── EmptyFileError           zero bytes, or no text in it
    ├── TruncatedFileError       cut off: the container cannot be read to its end
    ├── EncryptedFileError       a password is needed
    ├── WrongExtensionError      the content is not what the extension says
    ├── EncodingError            text that is not UTF-8
    ├── NoTextLayerError         a PDF of pictures only
    │   ├── OcrUnavailableError  pages to recognise, and no tesseract with Vietnamese here
    │   └── OcrTimeoutError      a page that tesseract did not finish in time
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
    """The bytes are not UTF-8 text."""


class NoTextLayerError(IngestError):
    """A PDF without text: a scan."""


class OcrUnavailableError(NoTextLayerError):
    """Pages of pictures, on a machine without tesseract or without its Vietnamese data."""


class OcrTimeoutError(NoTextLayerError):
    """A page that could not be recognised within the time that it is given."""


class UnsupportedFormatError(IngestError):
    """No reader for this kind of file."""
