/** Open events on a map: how many in each place, or each by itself. What stands below the map says the same. */
import * as L from "leaflet";

interface Properties {
  label: string;
  address: string;
  late: number | boolean;
  name?: string;
  open?: number;
  title?: string;
  tone?: string;
}
interface Feature {
  geometry: { coordinates: [number, number] };
  properties: Properties;
}
interface Collection {
  features: Feature[];
  is_cut: boolean;
}

/** Pixels: what is nearer to one another could not be pressed by a finger. */
const APART = 30;
const MOST_NAMED = 12;
/** The whole country: where a map begins that has no boundaries to show. */
const FAR = 4;

/** ``drawn``: when the boundaries are there, or are known to be missing. */
export async function showEvents(map: L.Map, box: HTMLElement, address: string, drawn: Promise<void> | null): Promise<void> {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const found = (await answer.json()) as Collection;
    const places = found.features.filter((feature) => feature.properties.open !== undefined);
    const most = Math.max(1, ...places.map((feature) => feature.properties.open ?? 0));
    for (const place of places) put(map, at(place), cluster(place.properties, most, box.dataset.wordLate ?? ""), place.properties.late);
    await drawn;
    if (found.features.length && map.getZoom() <= FAR) map.fitBounds(L.latLngBounds(found.features.map(at)), { maxZoom: 16, padding: [40, 40] });
    if (!places.length) showSingly(map, box, found.features);
    const says = box.parentElement?.querySelector<HTMLElement>("[data-map-says]");
    if (found.is_cut && says) says.textContent = box.dataset.wordCut ?? "";
  } catch {
    // What stands below the map holds the same.
  }
}

/** Each event, or a few that lie too near to one another as one number; drawn anew when that changes. */
function showSingly(map: L.Map, box: HTMLElement, features: Feature[]): void {
  const layer = L.layerGroup().addTo(map);
  const draw = (): void => {
    layer.clearLayers();
    for (const group of near(map, features)) {
      const first = group.first;
      const all = group.all;
      const html = all.length > 1 ? bundle(map, box, at(first), all) : link(first.properties, `event-point ${tone(first.properties)}`);
      put(layer, at(first), html, all.some((feature) => feature.properties.late));
    }
  };
  map.on("zoomend", draw);
  draw();
}

interface Group {
  point: L.Point;
  first: Feature;
  all: Feature[];
}

function near(map: L.Map, features: Feature[]): Group[] {
  const groups: Group[] = [];
  for (const feature of features) {
    const point = map.latLngToLayerPoint(at(feature));
    // What is pressed is a square: those that are near by one side alone do not cover one another.
    const group = groups.find((one) => Math.max(Math.abs(one.point.x - point.x), Math.abs(one.point.y - point.y)) < APART);
    if (group) group.all.push(feature);
    else groups.push({ point, first: feature, all: [feature] });
  }
  return groups;
}

function bundle(map: L.Map, box: HTMLElement, where: L.LatLngTuple, group: Feature[]): HTMLElement {
  const isLate = group.some((feature) => feature.properties.late);
  const made = document.createElement("button");
  made.type = "button";
  made.className = `event-bundle${isLate ? " is-late" : ""}`;
  made.textContent = String(group.length);
  made.setAttribute("aria-label", (box.dataset.wordHere ?? "").replace("{count}", String(group.length)));
  made.addEventListener("click", (event) => {
    L.DomEvent.stopPropagation(event);
    const list = document.createElement("ul");
    for (const feature of group.slice(0, MOST_NAMED)) {
      const line = document.createElement("li");
      const to = link(feature.properties, feature.properties.late ? "is-late-text" : "");
      to.textContent = feature.properties.title ?? "";
      line.append(to);
      list.append(line);
    }
    if (group.length > MOST_NAMED) list.append("…");
    L.popup({ className: "event-popup", closeButton: false, maxHeight: 240, maxWidth: 280 }).setLatLng(where).setContent(list).openOn(map);
    list.querySelector("a")?.focus();
  });
  return made;
}

function at(feature: Feature): L.LatLngTuple {
  return [feature.geometry.coordinates[1], feature.geometry.coordinates[0]];
}

/** What is inside is what is pressed, by mouse and keyboard alike; the marker only carries it. */
function put(layer: L.Map | L.LayerGroup, where: L.LatLngTuple, html: HTMLElement, late: number | boolean): void {
  const icon = L.divIcon({ className: "mark-place", iconSize: [0, 0], html });
  L.marker(where, { icon, interactive: false, keyboard: false, zIndexOffset: late ? 1000 : 0 }).addTo(layer as L.Map);
}

function tone(properties: Properties): string {
  return `is-${properties.late ? "late" : (properties.tone ?? "waiting")}`;
}

function link(properties: Properties, className: string): HTMLAnchorElement {
  const made = document.createElement("a");
  made.href = properties.address;
  made.className = className;
  made.title = properties.label;
  made.setAttribute("aria-label", properties.label);
  return made;
}

function part(className: string, text: string): HTMLElement {
  const made = document.createElement("span");
  made.className = className;
  made.textContent = text;
  return made;
}

function cluster(properties: Properties, most: number, late: string): HTMLElement {
  const open = properties.open ?? 0;
  const size = open > most * 0.6 ? "large" : open > most * 0.25 ? "middle" : "small";
  const made = link(properties, `event-cluster is-${size}`);
  // What is written on it says it all, and is what people ask their device to press.
  made.removeAttribute("aria-label");
  made.append(part("event-cluster-open", String(open)));
  if (properties.late) {
    made.append(part("sr", late));
    made.append(part("event-cluster-late", String(properties.late)));
  }
  made.append(part("event-cluster-name", properties.name ?? ""));
  return made;
}
