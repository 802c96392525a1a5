/** Reads a page aloud with the device's own voice; nothing is sent anywhere. */
export function watchSpeech(): void {
  if (!("speechSynthesis" in window)) return;
  document.body.classList.add("can-speak");
  for (const button of document.querySelectorAll<HTMLElement>("[data-speak]")) {
    const read = button.textContent ?? "";
    const rest = (): void => {
      button.textContent = read;
    };
    button.addEventListener("click", () => {
      if (speechSynthesis.speaking) {
        speechSynthesis.cancel();
        rest();
        return;
      }
      const text = document.querySelector<HTMLElement>(button.dataset.speak ?? "main")?.innerText ?? "";
      const speech = new SpeechSynthesisUtterance(text.replace(read, ""));
      speech.lang = document.documentElement.lang === "en" ? "en" : "zh-CN";
      speech.rate = 0.9;
      speech.onend = speech.onerror = rest;
      button.textContent = button.dataset.wordStop ?? read;
      speechSynthesis.speak(speech);
    });
  }
}
