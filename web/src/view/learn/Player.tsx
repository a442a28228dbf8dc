import type { LessonTexts } from "./texts";
import { SPEEDS, type Steps } from "./useSteps";

interface Props {
  steps: Steps;
  count: number;
  /** Where it stands, in words. */
  says: string;
  texts: LessonTexts;
  speeds?: boolean;
}

/** Play, pause, one step, speed, and a place to drag. */
export function Player({ steps, count, says, texts, speeds = true }: Props) {
  const t = texts.film;
  return (
    <div class="player" role="group" aria-label={t.player}>
      <button type="button" class="strong" onClick={steps.playing ? steps.pause : steps.play}>
        {steps.playing ? t.pause : t.play}
      </button>
      <button type="button" onClick={steps.next} disabled={steps.at >= count - 1}>
        {t.step}
      </button>
      <button type="button" onClick={steps.restart} disabled={steps.at === 0}>
        {t.restart}
      </button>
      <input
        type="range"
        aria-label={t.moment}
        min={0}
        max={count - 1}
        value={steps.at}
        onInput={(event) => steps.goTo(Number(event.currentTarget.value))}
      />
      {speeds && (
        <label>
          {t.speed}
          <select value={steps.speed} onChange={(event) => steps.setSpeed(Number(event.currentTarget.value))}>
            {SPEEDS.map((speed) => (
              <option key={speed} value={speed}>
                {speed}/s
              </option>
            ))}
          </select>
        </label>
      )}
      {/* Who hears the page hears where it stops, not each picture on the way. */}
      <output aria-live={steps.playing ? "off" : "polite"}>{says}</output>
    </div>
  );
}
