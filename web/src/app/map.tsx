import { render } from "preact";
import { readEmbedded } from "../client/embedded";
import { useAddress } from "./address";
import { MapApp } from "./MapApp";
import "../view/style.css";

const opened = readEmbedded(document.getElementById("firth-map")?.textContent ?? "");

function Page() {
  const [address, setAddress, typed] = useAddress();
  return <MapApp key={typed} opened={opened} address={address} onAddress={setAddress} />;
}

const place = document.getElementById("app");
if (place) render(<Page />, place);
