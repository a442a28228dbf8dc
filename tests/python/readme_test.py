"""README's Python session gives what is printed there; the examples run."""

from __future__ import annotations

import doctest
import re
import runpy
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_readme_session(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(>>>.*?)```", text, re.DOTALL)
    assert blocks
    for block in blocks:
        test = doctest.DocTestParser().get_doctest(block, {}, name, name, 0)
        said: list[str] = []
        doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=said.append)
        assert not said, "".join(said)


def test_both_readmes_have_the_same_parts() -> None:
    """Code, tables and links stand in both, in the same order."""

    def parts(name: str) -> list[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        links = re.findall(r"\]\(((?:docs|include|tests|examples)/[^)]*?)\)", text)
        rows = [line.split("|", 2)[1] for line in re.findall(r"^\| `.*", text, re.MULTILINE)]
        code = re.findall(r"```(?:console|cpp|cmake)\n(.*?)```", text, re.DOTALL)
        shown = [re.sub(r" +#.*", "", block) for block in code]
        return [link for link in links if "pictures" not in link] + rows + shown

    assert parts("README.md") == parts("README.zh.md")


@pytest.mark.parametrize("name", ["sentence", "cbow", "films", "item2vec"])
def test_examples(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    films = str(ROOT / "examples" / "cpp" / "films_sample.json")
    arguments = [films] if name in ("films", "item2vec") else []
    script = ROOT / "examples" / "python" / f"{name}.py"
    monkeypatch.setattr(sys, "argv", [str(script), *arguments])
    runpy.run_path(str(script), run_name="__main__")
    assert capsys.readouterr().out
