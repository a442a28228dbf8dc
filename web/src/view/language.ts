/** All that pages say, in English and Chinese. */
const ENGLISH = {
  search: "Search a word",
  searchHint: "Search {} words",
  noMatch: "No such word on this map",
  neighbours: "Nearest words",
  cosine: "cosine",
  noNeighbours: "This map holds no neighbours: only places.",
  close: "Close",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  whole: "Show the whole map",
  dark: "Dark",
  light: "Light",
  language: "中文",
  map: "Map of {} words. Arrow keys move it, plus and minus zoom, 0 shows it whole.",
  selected: "{} words",
  save: "Save as text",
  lasso: "Drag to move, scroll to zoom, click a dot; Shift and drag to choose many.",
  noDrawing: "This browser has no WebGL, which draws the dots. Words can be searched all the same.",
  analogy: "Analogy",
  analogyA: "A: man",
  analogyB: "is to B: king",
  analogyC: "as C: woman",
  analogyAnswer: "{} is to",
  loading: "Making the map …",
  colorBy: "Colour by",
  colorGroup: "Colour: cluster",
  colorFrequency: "Colour: frequency",
  colorOther: "all others",
  shownMap: "Map",
  besideMap: "Beside it",
  noMap: "nothing",
  unknownWord: "does not know this word",
  sharedHint: "Bold: among the nearest in both.",
  open: "Open …",
  openHint: "Open files of vectors, or a table of words to colour by",
  dropHere: "Drop vectors (.vec, .bin, .tsv, …), or a table of words to colour by",
  reading: "Reading {} …",
};

export type Texts = typeof ENGLISH;
export type Language = "en" | "zh";

const CHINESE: Texts = {
  search: "搜索词语",
  searchHint: "在 {} 个词中搜索",
  noMatch: "地图上没有这个词",
  neighbours: "最近的词",
  cosine: "余弦",
  noNeighbours: "这张地图只有位置，没有近邻数据。",
  close: "关闭",
  zoomIn: "放大",
  zoomOut: "缩小",
  whole: "显示全图",
  dark: "深色",
  light: "浅色",
  language: "English",
  map: "{} 个词的地图。方向键移动，加减号缩放，0 显示全图。",
  selected: "{} 个词",
  save: "存为文本",
  lasso: "拖动以移动，滚轮缩放，点击圆点；按住 Shift 拖动可圈选多个词。",
  noDrawing: "此浏览器不支持 WebGL，无法画出圆点；仍可搜索词语。",
  analogy: "类比",
  analogyA: "A：例如 man",
  analogyB: "之于 B：例如 king",
  analogyC: "如同 C：例如 woman",
  analogyAnswer: "{} 之于",
  loading: "正在绘制地图……",
  colorBy: "着色依据",
  colorGroup: "着色：簇",
  colorFrequency: "着色：词频",
  colorOther: "其余",
  shownMap: "地图",
  besideMap: "并排",
  noMap: "无",
  unknownWord: "不认识这个词",
  sharedHint: "粗体：两边的近邻都有。",
  open: "打开……",
  openHint: "打开词向量文件，或用于着色的词表",
  dropHere: "把词向量（.vec、.bin、.tsv 等）或用于着色的词表拖到这里",
  reading: "正在读取 {}……",
};

export function textsOf(language: Language): Texts {
  return language === "zh" ? CHINESE : ENGLISH;
}

/** Of who looks at the page. */
export function usualLanguage(): Language {
  return navigator.language.startsWith("zh") ? "zh" : "en";
}

/** Puts a number or a word where the text has {}. */
export function fill(text: string, value: number | string): string {
  return text.replace("{}", typeof value === "number" ? value.toLocaleString("en") : value);
}
