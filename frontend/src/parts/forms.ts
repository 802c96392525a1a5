/** Forms: sent once, errors found at once, chosen options seen as chosen. */
export function watchForms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.isSent) {
      event.preventDefault();
      return;
    }
    form.dataset.isSent = "yes";
    // After the browser has read the form: a disabled button's own name and value would be left out.
    setTimeout(() => setButtons(form, true), 0);
  });
  // Coming back by the back button must not find a dead form; the idempotency key in it stays the same.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-once]")) revive(form);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-once]");
    if (form) revive(form);
  });
  document.addEventListener("change", (event) => {
    const input = event.target as HTMLInputElement;
    const options = input.closest(".options");
    if (options) markChosen(options);
  });
  for (const options of document.querySelectorAll(".options")) markChosen(options);
  document.querySelector<HTMLElement>("[data-summary]")?.focus();
}

function setButtons(form: HTMLFormElement, isBusy: boolean): void {
  for (const button of form.querySelectorAll<HTMLButtonElement>("button:not([type=button])")) {
    button.disabled = isBusy;
  }
}

function revive(form: HTMLFormElement): void {
  delete form.dataset.isSent;
  setButtons(form, false);
}

function markChosen(options: Element): void {
  for (const input of options.querySelectorAll<HTMLInputElement>("input")) {
    input.closest(".option")?.classList.toggle("is-chosen", input.checked);
  }
}
