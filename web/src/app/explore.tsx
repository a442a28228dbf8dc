import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { openServer } from "../client/server";
import type { WordMap, WordSource } from "../model/map";
import { textsOf, usualLanguage } from "../view/language";
import { MapApp } from "./MapApp";
import "../view/style.css";

/** Waits for the map, then shows it. */
function Explore() {
  const [opened, setOpened] = useState<{ map: WordMap; source: WordSource }>();
  const [failure, setFailure] = useState("");
  const [, setWords] = useState(0);
  useEffect(() => {
    const fail = (error: unknown) => setFailure(String(error));
    openServer(() => setWords((n) => n + 1), fail).then((there) => {
      document.title = there.map.title;
      setOpened(there);
    }, fail);
  }, []);
  if (opened) return <MapApp {...opened} failure={failure} />;
  const texts = textsOf(usualLanguage());
  return (
    <p class="failed" role="status">
      {failure || texts.loading}
    </p>
  );
}

const place = document.getElementById("app");
if (place) render(<Explore />, place);
