/** Bars that are wider than the window begin with where one is, not with the first of all. */
export function showWhereOneIs(): void {
  for (const here of document.querySelectorAll<HTMLElement>(".bar-nav [aria-current], .tabs [aria-current]")) {
    const bar = here.parentElement;
    if (bar && bar.scrollWidth > bar.clientWidth) bar.scrollLeft = here.offsetLeft - bar.offsetLeft - (bar.clientWidth - here.offsetWidth) / 2;
  }
}

/** Menus are <details>: close them on Escape and on a click elsewhere. */
const OPEN = "details[data-menu][open]";

export function watchMenus(): void {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>(OPEN)) {
      if (!menu.contains(event.target as Node)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll<HTMLDetailsElement>(OPEN)) {
      menu.open = false;
      menu.querySelector<HTMLElement>("summary")?.focus();
    }
  });
}
