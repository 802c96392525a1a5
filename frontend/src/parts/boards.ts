/** Boards and ticks: columns folded on a phone, how many are ticked, all of them at once. */
export function watchBoards(): void {
  if (window.matchMedia("(max-width: 60rem)").matches) {
    for (const column of document.querySelectorAll<HTMLDetailsElement>('details[data-fold]:not([data-fold="first"])')) column.open = false;
  }
  for (const form of document.querySelectorAll<HTMLFormElement>("[data-bulk]")) count(form);
  document.addEventListener("change", (event) => {
    const form = event.target instanceof Element ? event.target.closest<HTMLFormElement>("[data-bulk]") : null;
    if (form) count(form);
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-bulk-all]") : null;
    const form = button?.closest<HTMLFormElement>("[data-bulk]");
    if (form) tickAll(form);
  });
  document.addEventListener("htmx:load", (event) => {
    const form = event.target instanceof Element ? event.target.querySelector<HTMLFormElement>("[data-bulk]") : null;
    if (form) count(form);
  });
  // The browser puts ticks back after the page is there.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll<HTMLFormElement>("[data-bulk]")) count(form);
  });
}

function ticks(form: HTMLFormElement): HTMLInputElement[] {
  return Array.from(form.querySelectorAll<HTMLInputElement>("input.tick"));
}

function tickAll(form: HTMLFormElement): void {
  const all = ticks(form);
  const isFull = all.every((tick) => tick.checked);
  for (const tick of all) tick.checked = !isFull;
  count(form);
}

function count(form: HTMLFormElement): void {
  const says = form.querySelector<HTMLElement>("[data-bulk-count]");
  if (!says) return;
  const chosen = ticks(form).filter((tick) => tick.checked).length;
  says.dataset.before ??= says.textContent ?? "";
  says.textContent = chosen ? (says.dataset.bulkCount ?? "").replace("{count}", String(chosen)) : says.dataset.before;
  form.querySelector("[data-bulk-bar]")?.classList.toggle("is-on", chosen > 0);
  const all = form.querySelector<HTMLElement>("[data-bulk-all]");
  if (all) all.hidden = false;
}
