/** Theme and size change at once; the cookie that the server reads makes them stay. */
const COOKIE = "linli_look";
const YEAR = 365 * 24 * 3600;

export function watchLooks(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-look]")) {
    form.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLButtonElement>("button[name]");
      if (!button) return;
      event.preventDefault();
      choose(form, button);
    });
  }
}

function choose(form: HTMLFormElement, button: HTMLButtonElement): void {
  const root = document.documentElement;
  root.setAttribute(`data-${button.name}`, button.value);
  for (const other of form.querySelectorAll<HTMLButtonElement>(`button[name="${button.name}"]`)) {
    other.setAttribute("aria-pressed", String(other === button));
  }
  const secure = location.protocol === "https:" ? "; secure" : "";
  const value = `${root.dataset.theme}.${root.dataset.size}`;
  document.cookie = `${COOKIE}=${value}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
}
