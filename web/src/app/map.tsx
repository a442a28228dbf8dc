import { render } from "preact";
import { readEmbedded } from "../client/embedded";
import { MapApp } from "./MapApp";
import "../view/style.css";

const { map, source } = readEmbedded(document.getElementById("firth-map")?.textContent ?? "");
document.title = map.title;
const place = document.getElementById("app");
if (place) render(<MapApp map={map} source={source} />, place);
