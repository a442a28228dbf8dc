/** Colours of dots: apart for people of any colour vision, on either ground. */
export type Theme = "light" | "dark";

export interface Palette {
  /** Okabe and Ito's colours (2008), darkened for light ground and lightened for dark. */
  dots: string[];
  /** From the first to the last of what follows each other; after viridis (van der Walt, Smith 2015). */
  steps: string[];
  ground: string;
  ink: string;
  halo: string;
  accent: string;
}

/** The same objects at every call: a view that gets another one draws all dots anew. */
const PALETTES: Record<Theme, Palette> = {
  light: {
    dots: ["#0072b2", "#d55e00", "#008a62", "#b0528a", "#b97a00", "#2f8fc4", "#7a5c3e", "#5f6b7a"],
    steps: ["#440154", "#472d7b", "#3b528b", "#2c728e", "#21908c", "#27ad81", "#5dc863", "#a8c020"],
    ground: "#fbfcfd",
    ink: "#1c2430",
    halo: "#fbfcfd",
    accent: "#b3261e",
  },
  dark: {
    dots: ["#4ea8e8", "#ff8a4c", "#35c79a", "#e58cc0", "#e8b04a", "#8ccdf2", "#c9a27c", "#a3afbd"],
    steps: ["#fde725", "#aadc32", "#5dc863", "#27ad81", "#21908c", "#3f83ad", "#5a74b5", "#7b62b8"],
    ground: "#12161c",
    ink: "#e8ecf1",
    halo: "#12161c",
    accent: "#ffd166",
  },
};

export function paletteOf(theme: Theme): Palette {
  return PALETTES[theme];
}

/** What dots are coloured with. */
export function dotsOf(theme: Theme, ordered: boolean): string[] {
  return ordered ? PALETTES[theme].steps : PALETTES[theme].dots;
}
