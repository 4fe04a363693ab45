// What Streamlit has no setting for. Runs once in a page's life; pages are drawn and redrawn without a reload.
(() => {
  if (window.canCu) return;
  window.canCu = true;
  document.documentElement.lang = "vi";

  // English words that only a screen reader or a keyboard meets.
  const words = {
    "Skip to main content": "Tới nội dung chính",
    "Sidebar": "Thanh bên",
    "App pages": "Các trang",
    "Collapse sidebar": "Thu thanh bên",
    "Expand sidebar": "Mở thanh bên",
    "Open": "Mở danh sách",
    "Clear value": "Xóa",
  };

  function tidy() {
    for (const named of document.querySelectorAll("[aria-label]")) {
      const text = words[named.getAttribute("aria-label")];
      if (text) named.setAttribute("aria-label", text);
    }
    const skip = document.querySelector('[data-testid="stSkipToContent"]');
    if (skip && words[skip.textContent]) skip.textContent = words[skip.textContent];
    // A cited passage is brought into view when it appears, and only then.
    const passage = document.getElementById("cc-shown");
    if (passage && !passage.dataset.shown) {
      passage.dataset.shown = "1";
      passage.scrollIntoView({ block: "center" });
    }
  }

  // A mark leads to its passage without a new step in the history, so that "back" still leaves the page.
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.("a.cc-mark");
    const place = mark && document.querySelector(mark.getAttribute("href"));
    if (!place) return;
    event.preventDefault();
    for (const other of document.querySelectorAll(".cc-place.cc-here")) other.classList.remove("cc-here");
    place.classList.add("cc-here");
    place.scrollIntoView({ block: "start", behavior: "smooth" });
    place.focus({ preventScroll: true });
  });

  new MutationObserver(tidy).observe(document.body, { childList: true, subtree: true });
  tidy();
})();
