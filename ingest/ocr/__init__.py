"""Scanned pages become text: OCR by the tesseract program, with its Vietnamese data.

- :func:`~ingest.ocr.recognise.recognise`: one picture of a page;
- :func:`~ingest.ocr.rendered.read_pages`: pages of a PDF;
- :func:`~ingest.ocr.scan.is_scan`: which pages need it;
- :func:`~ingest.ocr.engine.available` and :func:`~ingest.ocr.engine.require`: whether this machine can.

Debian's tesseract is called as a program, one process a page: it comes with the system, is stopped when a page takes too
long, and cannot take the reader down with it.
"""
