// What Streamlit offers no setting for: the language of the page, and its English words for screen readers.
document.documentElement.lang = "vi";
