/** The keyboard at the desk: / search, j k rows, Enter opens, ? help. Never while somebody types. */
export function watchKeys(): void {
  const help = document.querySelector<HTMLDialogElement>("#keys");
  const canHelp = help !== null && typeof help.showModal === "function";
  for (const opener of document.querySelectorAll<HTMLElement>("[data-keys-open]")) {
    opener.hidden = !canHelp;
    opener.addEventListener("click", () => help?.showModal());
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    switch (event.key) {
      case "/":
        focusSearch(event);
        break;
      case "j":
        step(1);
        break;
      case "k":
        step(-1);
        break;
      case "Enter":
        open(event);
        break;
      case "?":
        if (canHelp && !help.open) help.showModal();
        break;
    }
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function focusSearch(event: KeyboardEvent): void {
  const field = document.querySelector<HTMLInputElement>('[data-key="/"]');
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
}

function step(by: 1 | -1): void {
  const rows = Array.from(document.querySelectorAll<HTMLElement>("[data-row]"));
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.classList.contains("is-here"));
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1);
  rows[at]?.classList.remove("is-here");
  const row = rows[next];
  row?.classList.add("is-here");
  row?.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

function open(event: KeyboardEvent): void {
  if (event.target instanceof Element && event.target.closest("a, button, summary")) return;
  document.querySelector<HTMLElement>("[data-row].is-here a")?.click();
}
