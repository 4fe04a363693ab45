// What Streamlit has no setting for. Runs once in a page's life; pages are drawn and redrawn without a reload.
(() => {
  if (window.canCu) return;
  window.canCu = true;
  document.documentElement.lang = "vi";

  // English words of the frame: names for screen readers, and dialogs about the connection. Each is known by its start.
  const words = [
    ["Skip to main content", "Tới nội dung chính"],
    ["Sidebar", "Thanh bên"],
    ["App pages", "Các trang"],
    ["Collapse sidebar", "Thu thanh bên"],
    ["Expand sidebar", "Mở thanh bên"],
    ["Open sidebar", "Mở thanh bên"],
    ["Open", "Mở danh sách"],
    ["Close", "Đóng"],
    ["Clear", "Xóa"],
    ["Copy to clipboard", "Chép"],
    ["No results", "Không có"],
    ["Page not found", "Không có trang này"],
    ["The page that you have requested", "Địa chỉ vừa mở không có trang nào; đây là trang hỏi đáp."],
    ["You have requested page", "Địa chỉ vừa mở không có trang nào; đây là trang hỏi đáp."],
    ["Connection error", "Mất kết nối"],
    ["Connection failed", "Không kết nối được với chương trình; hãy tải lại trang sau ít phút."],
    ["Is Streamlit still running?", "Chương trình trên máy chủ đã dừng. Hãy chạy lại bằng lệnh:"],
    ["Streamlit server is not responding", "Chương trình trên máy chủ không trả lời. Hãy chạy lại bằng lệnh make serve."],
    ["streamlit run", "make serve"],
  ];
  const FRAME = '[role="dialog"], [role="listbox"], [role="tooltip"], [data-testid="stSkipToContent"]';

  function inVietnamese(text) {
    return words.find(([english]) => text.trim().startsWith(english))?.[1];
  }

  function tidy() {
    for (const named of document.querySelectorAll("[aria-label]")) {
      const text = inVietnamese(named.getAttribute("aria-label"));
      if (text) named.setAttribute("aria-label", text);
    }
    for (const frame of document.querySelectorAll(FRAME)) {
      const walker = document.createTreeWalker(frame, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const text = inVietnamese(walker.currentNode.data);
        if (text) walker.currentNode.data = text;
      }
    }
    // A cited passage is brought into view when it appears, and only then.
    const passage = document.getElementById("cc-shown");
    if (passage && !passage.dataset.seen) {
      passage.dataset.seen = "1";
      passage.scrollIntoView({ block: "center" });
    }
  }

  // A mark leads to its passage without a new step in the history, so that "back" still leaves the page.
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.("a.cc-mark");
    const place = mark && document.querySelector(mark.getAttribute("href"));
    if (!place) return;
    event.preventDefault();
    for (const other of document.querySelectorAll(".cc-here")) other.classList.remove("cc-here");
    place.classList.add("cc-here");
    place.scrollIntoView({ block: "start", behavior: "smooth" });
    place.focus({ preventScroll: true });
  });

  new MutationObserver(tidy).observe(document.body, { childList: true, subtree: true });
  tidy();
})();
