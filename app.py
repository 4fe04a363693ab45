"""The web app: ``streamlit run app.py``. Navigation only; the pages live in ``kb/web``."""

from kb.web.navigation import run

run()
