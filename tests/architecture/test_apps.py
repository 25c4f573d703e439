"""Every app of the web has the same few files, so that one knows where to look."""

from __future__ import annotations

from pathlib import Path

WEB = Path(__file__).resolve().parents[2] / "src" / "fairlead" / "web"
FILES = {
    "__init__.py",
    "apps.py",
    "models.py",
    "access.py",
    "selectors.py",
    "services.py",
    "forms.py",
    "views.py",
    "api.py",
    "urls.py",
}
FOLDERS = {"migrations", "services", "templates", "templatetags", "static", "__pycache__"}
"""`services` may be a folder where one file would be too long."""
PROJECT = "project"


def test_every_app_has_only_the_files_everybody_knows() -> None:
    apps = [p for p in WEB.iterdir() if p.is_dir() and p.name not in {PROJECT, "__pycache__"}]
    assert len(apps) >= 8
    for app in apps:
        found = {p.name for p in app.iterdir() if p.is_file()}
        assert found <= FILES, app.name
        assert {p.name for p in app.iterdir() if p.is_dir()} <= FOLDERS, app.name


def test_an_app_with_changes_of_tables_has_tables() -> None:
    for folder in WEB.glob("*/migrations"):
        assert (folder.parent / "models.py").is_file(), folder


def test_nothing_on_a_page_comes_from_elsewhere() -> None:
    """No script, style or picture of another host, none written into a page."""
    for path in WEB.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "https://" not in text, path
        assert "http://" not in text, path
        assert "<style" not in text, path
        assert " style=" not in text, path
        assert "onclick" not in text, path
        assert "<script>" not in text, path


NEVER = (
    "posterior",
    "shrinkage",
    "mix cell",
    "not estimable",
    "stint",
    "as-of",
    "funnel",
    "campaign",
    "wave",
    "submission",
    "quarantine",
    "hygiene",
    "mirror",
    "conversion",
)


def test_no_word_that_is_never_on_screen() -> None:
    import re

    for path in WEB.rglob("*.html"):
        words = re.sub(r"\{[{%].*?[%}]\}", "", path.read_text(encoding="utf-8")).lower()
        assert not [word for word in NEVER if re.search(rf"\b{word}\b", words)], path
        assert "\u2014" not in words, path
