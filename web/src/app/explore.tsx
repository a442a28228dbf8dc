import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { messageOf } from "../client/ask";
import { askAtlas, dropFiles, openMap, type Atlas } from "../client/server";
import { fill, textsOf, usualLanguage } from "../view/language";
import { useAddress } from "./address";
import { MapApp, type Opened } from "./MapApp";
import "../view/style.css";

/** Waits for the maps, then shows them. */
function Explore() {
  const [address, setAddress, typed] = useAddress();
  const [atlas, setAtlas] = useState<Atlas>();
  const [failure, setFailure] = useState("");
  const [busy, setBusy] = useState("");
  const fail = (error: unknown) => setFailure(messageOf(error));
  const texts = textsOf(address.language ?? usualLanguage());
  useEffect(() => void askAtlas().then(setAtlas, fail), []);
  const count = atlas?.maps.length ?? 0;
  const shown = Math.min(address.map, Math.max(0, count - 1));
  const beside = address.beside !== null && address.beside < count && address.beside !== shown ? address.beside : null;
  const opened = useMap(atlas, shown, fail);
  const other = useMap(atlas, beside, fail);

  // Reading takes its time: the address may be another by then.
  const latest = useRef(address);
  latest.current = address;
  const take = (files: File[]) => {
    setFailure("");
    setBusy(fill(texts.reading, files.map(({ name }) => name).join(", ")));
    dropFiles(files, shown)
      .then(({ atlas: now, map, coloured, failures }) => {
        setAtlas(now);
        if (failures.length > 0) setFailure(failures.join("; "));
        // A new map is shown; a new column colours the map that it was added to.
        const next = { ...latest.current, ...(map === null ? {} : { map, at: null, word: null }) };
        if (coloured !== null && coloured === next.map) next.color = (now.maps[coloured]?.columns.length ?? 1) - 1;
        setAddress(next);
      }, fail)
      .finally(() => setBusy(""));
  };

  if (!opened || !atlas) {
    return (
      <p class="failed" role="status">
        {failure || texts.loading}
      </p>
    );
  }
  return (
    <MapApp
      key={typed}
      opened={opened}
      beside={other}
      address={address}
      onAddress={setAddress}
      maps={{ titles: apart(atlas.maps.map(({ title }) => title)), shown, beside }}
      {...(atlas.drops ? { onFiles: take } : {})}
      busy={busy}
      failure={failure}
    />
  );
}

/** Titles that others have before them get a number. */
function apart(titles: string[]): string[] {
  return titles.map((title, i) => {
    const before = titles.slice(0, i).filter((other) => other === title).length;
    return before === 0 ? title : `${title} (${before + 1})`;
  });
}

/** A map of the server's; the last one until it is there. */
function useMap(atlas: Atlas | undefined, number: number | null, fail: (error: unknown) => void): Opened | undefined {
  const [opened, setOpened] = useState<Opened>();
  const [, setWords] = useState(0);
  // Columns that were added make another source of the same map.
  const columns = number === null ? 0 : (atlas?.maps[number]?.columns.length ?? 0);
  useEffect(() => {
    if (!atlas || number === null) {
      setOpened(undefined);
      return;
    }
    let wanted = true;
    openMap(atlas, number, () => setWords((n) => n + 1), fail).then((there) => wanted && setOpened(there), fail);
    return () => {
      wanted = false;
    };
  }, [atlas !== undefined, number, columns]);
  return opened;
}

const place = document.getElementById("app");
if (place) render(<Explore />, place);
