/** What every page carries. Everything here is an improvement: pages work without it. */
import "./parts/htmx";
import { watchBoards } from "./parts/boards";
import { watchForms } from "./parts/forms";
import { watchKeys } from "./parts/keys";
import { watchLooks } from "./parts/looks";
import { showWhereOneIs, watchMenus } from "./parts/menus";
import { watchPhotos } from "./parts/photos";
import { watchSpeech } from "./parts/speech";

document.documentElement.classList.add("has-script");

watchLooks();
watchMenus();
showWhereOneIs();
watchKeys();
watchForms();
watchPhotos();
watchSpeech();
watchBoards();
