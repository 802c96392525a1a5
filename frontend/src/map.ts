/** Maps of our own boundaries; tiles of somebody else only where the installation set data-tiles. */
import "leaflet/dist/leaflet.css";
import "./styles/map.css";
import * as L from "leaflet";
import { showEvents } from "./parts/event-map";

// Leaflet's own pictures are never loaded: our pin is drawn by CSS.
const PIN = L.divIcon({ className: "pin", iconSize: [28, 36], iconAnchor: [14, 36], html: "" });
const WORLD: L.LatLngTuple = [35, 104];

for (const box of document.querySelectorAll<HTMLElement>("[data-map]")) start(box);

function start(box: HTMLElement): void {
  const map = L.map(box, {
    zoomControl: false,
    zoomSnap: 0.25,
    attributionControl: Boolean(box.dataset.tiles),
    scrollWheelZoom: box.dataset.map === "pick",
  });
  map.attributionControl?.setPrefix(false);
  L.control.zoom({ zoomInTitle: box.dataset.wordZoomIn ?? "+", zoomOutTitle: box.dataset.wordZoomOut ?? "−" }).addTo(map);
  const at = numbers(box.dataset.lat, box.dataset.lon);
  map.setView(at ?? WORLD, at ? Number(box.dataset.zoom ?? 16) : 4);
  if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { maxZoom: 19 }).addTo(map);
  const drawn = box.dataset.boundaries ? drawBoundaries(map, box.dataset.boundaries, box.dataset.map === "pick" ? hasPin(box) : at !== null) : null;
  if (box.dataset.points) void showEvents(map, box, box.dataset.points, drawn);
  if (box.dataset.map === "pick") pick(map, box);
  else if (at) L.marker(at, { icon: PIN, interactive: false, keyboard: false, alt: box.dataset.label }).addTo(map);
}

function numbers(lat?: string, lon?: string): L.LatLngTuple | null {
  if (!lat || !lon) return null;
  const point: L.LatLngTuple = [Number(lat), Number(lon)];
  return point.every(Number.isFinite) ? point : null;
}

/** A pin put earlier (the form came back with an error) is what the map shows; otherwise all of the place. */
function hasPin(box: HTMLElement): boolean {
  return Boolean((document.getElementById(box.dataset.latInput ?? "") as HTMLInputElement | null)?.value);
}

async function drawBoundaries(map: L.Map, address: string, hasView: boolean): Promise<void> {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/geo+json, application/json" } });
    if (!answer.ok) return;
    const tones = tonesOf(map);
    const layer = L.geoJSON(await answer.json(), {
      interactive: Boolean(tones),
      style: (feature) => ({ className: className(feature?.properties, tones) }),
    }).addTo(map);
    if (tones) layer.eachLayer((part) => leadOn(part as L.Polygon, tones));
    if (!map.getContainer().dataset.nameless) layer.eachLayer((part) => nameIt(map, part as L.Polygon));
    map.on("zoomend", () => thinOut(map));
    if (!hasView && layer.getLayers().length) map.fitBounds(layer.getBounds(), { padding: [8, 8] });
    thinOut(map);
  } catch {
    // Without boundaries the pin can still be put; the address field stays in any case.
  }
}

interface Tone {
  tone: string;
  label: string;
  address: string;
}
type Tones = Record<string, Tone>;

/** How each place stands to something, by its code: colours its area, says so, and leads on. */
function tonesOf(map: L.Map): Tones | null {
  const text = map.getContainer().dataset.tones;
  return text ? (JSON.parse(text) as Tones) : null;
}

function className(place: { code?: string; level?: string } | undefined, tones: Tones | null): string {
  const tone = tones?.[place?.code ?? ""];
  return `border border-${place?.level ?? "grid"}${tone ? ` border-is-${tone.tone}` : ""}`;
}

/** For the mouse; the table below the map leads to the same pages by keyboard. */
function leadOn(part: L.Polygon, tones: Tones): void {
  const found = tones[String(part.feature?.properties?.code ?? "")];
  if (!found) return;
  part.bindTooltip(document.createTextNode(found.label) as unknown as HTMLElement, { sticky: true });
  part.on("click", () => window.location.assign(found.address));
}

function nameIt(map: L.Map, part: L.Polygon): void {
  const name: unknown = part.feature?.properties?.name;
  if (typeof name !== "string" || !part.getBounds) return;
  L.tooltip({ permanent: true, direction: "center", className: "border-name" })
    .setLatLng(part.getBounds().getCenter())
    .setContent(document.createTextNode(name) as unknown as HTMLElement)
    .addTo(map);
}

/** Of names that lie over each other the first stays; the others come back when there is room. */
function thinOut(map: L.Map): void {
  const shown: DOMRect[] = [];
  for (const name of map.getContainer().querySelectorAll<HTMLElement>(".border-name")) {
    const at = name.getBoundingClientRect();
    const isFree = shown.every((one) => at.right < one.left || at.left > one.right || at.bottom < one.top || at.top > one.bottom);
    name.style.visibility = isFree ? "" : "hidden";
    if (isFree) shown.push(at);
  }
}

/** The pin follows a tap, a drag, the device's position; two inputs carry it. */
function pick(map: L.Map, box: HTMLElement): void {
  const lat = document.getElementById(box.dataset.latInput ?? "") as HTMLInputElement | null;
  const lon = document.getElementById(box.dataset.lonInput ?? "") as HTMLInputElement | null;
  if (!lat || !lon) return;
  const field = box.closest("[data-map-field]");
  const says = field?.querySelector<HTMLElement>("[data-map-says]");
  let marker: L.Marker | null = null;

  const put = (point: L.LatLng): void => {
    if (!marker) {
      marker = L.marker(point, { icon: PIN, draggable: true, autoPan: true, title: box.dataset.wordPin }).addTo(map);
      marker.on("dragend", () => marker && put(marker.getLatLng()));
    }
    marker.setLatLng(point);
    lat.value = point.lat.toFixed(6);
    lon.value = point.lng.toFixed(6);
    lat.dispatchEvent(new Event("change", { bubbles: true }));
    if (says) says.textContent = box.dataset.wordSet ?? "";
  };

  map.on("click", (event) => put(event.latlng));
  const earlier = numbers(lat.value, lon.value);
  if (earlier) {
    map.setView(earlier, Number(box.dataset.zoom ?? 16));
    put(L.latLng(earlier));
  }

  const locate = document.querySelector<HTMLButtonElement>(`[data-locate="${box.id}"]`);
  if (!locate || !("geolocation" in navigator) || !window.isSecureContext) return;
  locate.hidden = false;
  locate.addEventListener("click", () => {
    locate.disabled = true;
    navigator.geolocation.getCurrentPosition(
      (position) => {
        locate.disabled = false;
        const point = L.latLng(position.coords.latitude, position.coords.longitude);
        map.setView(point, 17);
        put(point);
      },
      () => {
        locate.disabled = false;
        if (says) says.textContent = box.dataset.wordFar ?? "";
      },
      { enableHighAccuracy: true, timeout: 10000, maximumAge: 60000 },
    );
  });
}
