"use strict";
// Comfort only: every page works without this file.
const openMenus = () => document.querySelectorAll("details[name=menu][open]");

document.addEventListener("keydown", (event) => {
  const find = document.getElementById("find");
  const at = document.activeElement;
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName);
  const hits = find ? [find, ...document.querySelectorAll("#hits a")] : [];
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && find) {
    event.preventDefault();
    find.focus();
    find.select();
  } else if (event.key === "Escape" && hits.includes(at)) {
    document.getElementById("hits").replaceChildren();
    find.blur();
  } else if (event.key === "Escape") {
    openMenus().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && hits.includes(at)) {
    event.preventDefault();
    const next = hits.indexOf(at) + (event.key === "ArrowDown" ? 1 : -1);
    hits[(next + hits.length) % hits.length].focus();
  } else if (event.key === "Enter" && at === find && hits.length > 1) {
    event.preventDefault();
    hits[1].click();
  } else if (event.key === "?" && !typing) {
    const help = document.querySelector("[data-key='?']");
    if (help) help.click();
  }
});

document.addEventListener("click", (event) => {
  openMenus().forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
