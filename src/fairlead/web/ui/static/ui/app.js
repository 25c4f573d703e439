"use strict";
// Comfort only: every page works without this file.
document.addEventListener("keydown", (event) => {
  const find = document.getElementById("find");
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && find) {
    event.preventDefault();
    find.focus();
    find.select();
  } else if (event.key === "Escape" && document.activeElement === find) {
    document.getElementById("hits").replaceChildren();
    find.blur();
  } else if (event.key === "?" && !typing) {
    const help = document.querySelector("[data-key='?']");
    if (help) help.click();
  }
});
