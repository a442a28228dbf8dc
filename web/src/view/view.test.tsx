import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ChosenPanel } from "./ChosenPanel";
import { fill, textsOf } from "./language";
import { SearchBox } from "./SearchBox";
import { WordPanel } from "./WordPanel";

const WORDS = ["the", "king", "queen", "kingdom"];
const texts = textsOf("en");

afterEach(cleanup);

describe("SearchBox", () => {
  it("completes by keyboard", () => {
    const onChoose = vi.fn();
    render(<SearchBox words={WORDS} texts={texts} onChoose={onChoose} />);
    const field = screen.getByRole("combobox");
    fireEvent.focus(field);
    fireEvent.input(field, { target: { value: "kin" } });
    expect(screen.getAllByRole("option").map((o) => o.textContent)).toEqual(["king", "kingdom"]);
    fireEvent.keyDown(field, { key: "ArrowDown" });
    expect(screen.getAllByRole("option")[1]?.getAttribute("aria-selected")).toBe("true");
    fireEvent.keyDown(field, { key: "Enter" });
    expect(onChoose).toHaveBeenCalledWith(3);
  });

  it("leaves keys to an input method", () => {
    const onChoose = vi.fn();
    render(<SearchBox words={WORDS} texts={texts} onChoose={onChoose} />);
    const field = screen.getByRole("combobox");
    fireEvent.input(field, { target: { value: "kin" } });
    fireEvent.keyDown(field, { key: "Enter", isComposing: true });
    expect(onChoose).not.toHaveBeenCalled();
  });

  it("shows a word that comes late, until somebody types", () => {
    const box = (initial: string) => <SearchBox words={WORDS} texts={texts} initial={initial} onChoose={() => {}} />;
    const { rerender } = render(box(""));
    const field = screen.getByRole("combobox") as HTMLInputElement;
    rerender(box("king"));
    expect(field.value).toBe("king");
    fireEvent.input(field, { target: { value: "q" } });
    rerender(box("queen"));
    expect(field.value).toBe("q");
  });

  it("says that there is no such word", () => {
    render(<SearchBox words={WORDS} texts={texts} onChoose={() => {}} />);
    const field = screen.getByRole("combobox");
    fireEvent.focus(field);
    fireEvent.input(field, { target: { value: "zebra" } });
    expect(screen.getByRole("status").textContent).toBe(texts.noMatch);
  });
});

describe("WordPanel", () => {
  const show = (neighbors: { word: number; cosine: number }[] | null, onChoose = () => {}) =>
    render(
      <WordPanel
        word="king"
        lists={[{ title: "one", words: WORDS, neighbors, known: true }]}
        texts={texts}
        onChoose={onChoose}
        onClose={() => {}}
      />,
    );

  it("shows neighbours and goes to them", () => {
    const onChoose = vi.fn();
    show([{ word: 2, cosine: 0.75 }], onChoose);
    fireEvent.click(screen.getByText("queen"));
    expect(onChoose).toHaveBeenCalledWith("queen");
    expect(screen.getByText("0.750")).toBeTruthy();
  });

  it("says when there are none to show", () => {
    show(null);
    expect(screen.getByText(texts.noNeighbours)).toBeTruthy();
  });
});

it("WordPanel compares two models", () => {
  const other = ["queen", "rook"];
  const list = (title: string, words: string[], word: number, known: boolean) => ({
    title,
    words,
    neighbors: [{ word, cosine: 0.5 }],
    known,
  });
  const panel = (known: boolean) => (
    <WordPanel
      word="king"
      lists={[list("one", WORDS, 2, true), list("two", other, 0, known)]}
      texts={texts}
      onChoose={() => {}}
      onClose={() => {}}
    />
  );
  const { rerender } = render(panel(true));
  expect(screen.getAllByText("queen").map((name) => name.closest("button")?.disabled)).toEqual([false, false]);
  expect(screen.getAllByText("queen").map((name) => name.className)).toEqual(["name shared", "name shared"]);
  rerender(panel(false));
  expect(screen.getByText(`two: ${texts.unknownWord}`)).toBeTruthy();
});

it("ChosenPanel keeps the words as text, those that have come", async () => {
  const made = vi.fn((_: Blob) => "blob:words");
  vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: made, revokeObjectURL: () => {} }));
  render(<ChosenPanel chosen={[1, 2, 9]} words={WORDS} texts={texts} onChoose={() => {}} onClose={() => {}} />);
  fireEvent.click(screen.getByRole("link"));
  expect(screen.getByRole("link").getAttribute("href")).toBe("blob:words");
  expect(made.mock.calls[0]?.[0].size).toBe("king\nqueen\n".length);
  vi.unstubAllGlobals();
});

it("says everything in both languages", () => {
  for (const [name, text] of Object.entries(textsOf("zh"))) {
    expect(text, name).not.toBe("");
    const english = textsOf("en")[name as keyof typeof texts];
    expect(text.includes("{}"), name).toBe(english.includes("{}"));
  }
  expect(fill(texts.searchHint, 1234)).toBe("Search 1,234 words");
});
