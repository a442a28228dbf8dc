import { useEffect, useState } from "preact/hooks";

export interface Steps {
  /** 0 to count - 1. */
  at: number;
  playing: boolean;
  /** Steps a second. */
  speed: number;
  play: () => void;
  pause: () => void;
  next: () => void;
  restart: () => void;
  goTo: (at: number) => void;
  setSpeed: (speed: number) => void;
}

export const SPEEDS = [2, 5, 10, 20];

/** Goes through `count` moments, by itself or by hand. Another `what` begins anew. */
export function useSteps(count: number, what: unknown, usual = 5): Steps {
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(usual);
  const last = Math.max(0, count - 1);

  useEffect(() => {
    setAt(0);
    setPlaying(false);
  }, [what]);
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => setAt((was) => Math.min(last, was + 1)), 1000 / speed);
    return () => clearInterval(timer);
  }, [playing, speed, last]);
  useEffect(() => {
    if (at >= last) setPlaying(false);
  }, [at, last]);

  return {
    at: Math.min(at, last),
    playing,
    speed,
    play() {
      if (at >= last) setAt(0);
      setPlaying(true);
    },
    pause: () => setPlaying(false),
    next: () => setAt(Math.min(last, at + 1)),
    restart() {
      setPlaying(false);
      setAt(0);
    },
    goTo: setAt,
    setSpeed,
  };
}
