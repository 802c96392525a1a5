/**
 * Photos: shown before they are sent, made smaller on the phone, one by one removable.
 * Where the browser cannot shrink one (HEIC, broken, little memory) the original is sent.
 */
const LONGEST_SIDE = 2560;
const QUALITY = 0.85;

export function watchPhotos(): void {
  for (const picker of document.querySelectorAll<HTMLElement>("[data-photos]")) {
    const input = picker.querySelector<HTMLInputElement>('input[type="file"]');
    const strip = picker.querySelector<HTMLElement>(".photo-picked");
    if (input && strip && canReplaceFiles()) new Picker(picker, input, strip);
  }
}

function canReplaceFiles(): boolean {
  try {
    return new DataTransfer().files.length === 0;
  } catch {
    return false;
  }
}

class Picker {
  private files: File[] = [];

  constructor(
    private readonly root: HTMLElement,
    private readonly input: HTMLInputElement,
    private readonly strip: HTMLElement,
  ) {
    input.addEventListener("change", () => void this.take(Array.from(input.files ?? [])));
  }

  private async take(picked: File[]): Promise<void> {
    const limit = this.input.multiple ? Number(this.root.dataset.limit ?? 6) : 1;
    const kept = this.input.multiple ? this.files : [];
    const room = picked.slice(0, limit - kept.length);
    this.files = kept.concat(await Promise.all(room.map(shrink)));
    this.show();
    if (room.length < picked.length) this.say(this.root.dataset.tooMany ?? "");
  }

  private show(): void {
    const box = new DataTransfer();
    this.files.forEach((file) => box.items.add(file));
    this.input.files = box.files;
    this.strip.textContent = "";
    this.files.forEach((file, index) => this.strip.append(this.picture(file, index)));
  }

  private picture(file: File, index: number): HTMLElement {
    const figure = document.createElement("figure");
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = file.name;
    image.onload = image.onerror = () => URL.revokeObjectURL(image.src);
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `${this.root.dataset.remove ?? ""} ${file.name}`);
    remove.addEventListener("click", () => {
      this.files.splice(index, 1);
      this.show();
      this.input.focus();
    });
    figure.append(image, remove);
    return figure;
  }

  private say(text: string): void {
    const line = document.createElement("p");
    line.className = "quiet";
    line.textContent = text;
    this.strip.append(line);
  }
}

async function shrink(file: File): Promise<File> {
  try {
    const image = await load(file);
    const scale = LONGEST_SIDE / Math.max(image.naturalWidth, image.naturalHeight);
    if (scale >= 1) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    const context = canvas.getContext("2d");
    if (!context) return file;
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file;
  }
}

function load(file: File): Promise<HTMLImageElement> {
  return new Promise((done, fail) => {
    const image = new Image();
    const address = URL.createObjectURL(file);
    image.onload = () => {
      URL.revokeObjectURL(address);
      done(image);
    };
    image.onerror = () => {
      URL.revokeObjectURL(address);
      fail(new Error("not an image this browser reads"));
    };
    image.src = address;
  });
}
