"""A person's own name of a file, fit to be shown and to be offered for saving. Files are never stored under it."""

import re
import unicodedata

LONGEST = 200  # bytes of UTF-8: what every file system takes, with room for " (1)"
UNWANTED = re.compile(r'[<>:"|?*\\/\s]+')
# A name that says it is a program or page inside, such as `cv.php.pdf`, would run on a careless server.
PROGRAMS = re.compile(
    r"\.(?=(?:exe|com|bat|cmd|scr|pif|msi|dll|js|jse|vbs|vbe|ps1|sh|jar|apk|hta|lnk|"
    r"php\d?|phtml|phar|asp|aspx|jsp|cgi|pl|py|rb|html?|xhtml|shtml|svg|xml|htaccess|docm|dotm|zip|rar|7z)(?:\.|$))",
    re.IGNORECASE,
)
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def extension(name: str) -> str:
    """The last extension, lower case and without its dot; `""` when there is none."""
    stem, dot, last = _readable(name).rpartition(".")
    return last.lower() if dot and stem.strip(". _") and re.fullmatch(r"\w{1,8}", last) else ""


def shown(name: str, last: str) -> str:
    """The name to show and to save under: one line, no path, no invisible or reserved characters, ending in `.last`.

    Always at most `LONGEST` bytes and never empty: what nothing is left of is called `file`."""
    plain = _readable(name)
    known = extension(name)
    stem = plain[: -len(known) - 1] if known else plain
    stem = PROGRAMS.sub("_", stem).strip(". _-") or "file"
    if DEVICES.match(stem):
        stem = f"_{stem}"
    return f"{_cut(stem, LONGEST - len(last) - 1)}.{last}"


def _readable(name: str) -> str:
    """Without folders, control and direction characters, lone surrogates and what file systems refuse."""
    last_part = re.split(r"[/\\]", name[-1000:])[-1]
    text = unicodedata.normalize("NFC", last_part)
    spaced = (" " if character in "\r\n\t" else character for character in text)
    kept = "".join(character for character in spaced if unicodedata.category(character)[0] != "C")
    return UNWANTED.sub(lambda found: " " if found[0].isspace() else "_", kept).strip()


def _cut(text: str, size: int) -> str:
    """At most `size` bytes of UTF-8, not ending within a character or before its accents."""
    if len(text.encode()) <= size:
        return text
    short = text.encode()[:size].decode(errors="ignore")
    while len(short) > 1 and unicodedata.combining(text[len(short)]):
        short = short[:-1]
    return short.rstrip(". ")
