import { useEffect, useState } from "preact/hooks";
import type { Texts } from "./language";

interface Props {
  texts: Texts;
  onFiles: (files: File[]) => void;
}

/** A button that takes files; so does the whole page, on which they may be dropped. */
export function FileDrop({ texts, onFiles }: Props) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const drag = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) onFiles(files);
    };
    addEventListener("dragover", drag);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", drag);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, [onFiles]);
  return (
    <>
      <label class="button file" title={texts.openHint}>
        {texts.open}
        <input
          type="file"
          multiple
          aria-label={texts.openHint}
          onChange={(event) => {
            const files = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = "";
            if (files.length > 0) onFiles(files);
          }}
        />
      </label>
      {over && <p class="drop">{texts.dropHere}</p>}
    </>
  );
}
