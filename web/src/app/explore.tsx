import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { openServer } from "../client/server";
import type { WordMap, WordSource } from "../model/map";
import { textsOf } from "../view/language";
import { MapApp } from "./MapApp";
import "../view/style.css";

/** Waits for the map, then shows it. */
function Explore() {
  const [opened, setOpened] = useState<{ map: WordMap; source: WordSource }>();
  const [failure, setFailure] = useState("");
  const [, setWords] = useState(0);
  useEffect(() => {
    openServer(() => setWords((n) => n + 1)).then(
      (there) => {
        document.title = there.map.title;
        setOpened(there);
      },
      (error: unknown) => setFailure(String(error)),
    );
  }, []);
  if (opened) return <MapApp {...opened} />;
  const texts = textsOf(navigator.language.startsWith("zh") ? "zh" : "en");
  return (
    <p class="failed" role="status">
      {failure || texts.loading}
    </p>
  );
}

const place = document.getElementById("app");
if (place) render(<Explore />, place);
