import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { askAtlas, dropFiles, openMap, type Atlas } from "../client/server";
import { fill, textsOf, usualLanguage } from "../view/language";
import { useAddress } from "./address";
import { MapApp, type Opened } from "./MapApp";
import { messageOf } from "./useAnswer";
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

  const take = (files: File[]) => {
    setFailure("");
    setBusy(fill(texts.reading, files.map(({ name }) => name).join(", ")));
    dropFiles(files, shown)
      .then((now) => {
        setAtlas(now);
        // A new map is shown; a new column colours the one that is there.
        if (now.maps.length > count) setAddress({ ...address, map: now.maps.length - 1, at: null, word: null });
        else setAddress({ ...address, color: (now.maps[shown]?.columns.length ?? 1) - 1 });
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
      maps={{ titles: atlas.maps.map(({ title }) => title), shown, beside }}
      {...(atlas.drops ? { onFiles: take } : {})}
      busy={busy}
      failure={failure}
    />
  );
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
