"""Find out the encoding of plain text: UTF-8, UTF-16 with a mark, GB18030 or Big5; always strict."""

from __future__ import annotations

import codecs

from dafeng.base import InputError, Issue, Text

__all__ = ["decode_text", "find_encoding"]

_PUNCTUATION = frozenset("，。、；：？！（）《》“”‘’「」『』【】〔〕％—…·　－～０１２３４５６７８９")
_DAMAGED_SHARE = 0.05
_LEVEL_ONE = {"gb2312": (0xB0, 0xD7), "big5": (0xA4, 0xC6)}  # lead bytes of the usual characters


def decode_text(raw: bytes, *, file: str) -> tuple[str, str, list[Issue]]:
    """Return the text exactly as the bytes spell it, the name of the encoding, and notes.

    A byte order mark of UTF-8 stays in the text as U+FEFF, as a plain ``open`` leaves it.
    Raises ``InputError`` naming the first bad byte when no encoding fits.
    """
    encoding = find_encoding(raw, file=file)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(file, error) from error
    if "\x00" in text:
        raise InputError(
            "extract.read.binary",
            Text(
                f"{file} 不是文本文件（第 {text.index(chr(0))} 个字符为空字符）",
                f"{file} is not a text file (character {text.index(chr(0))} is NUL)",
            ),
            mend=Text("请另存为 UTF-8 的 .txt", "save it as .txt in UTF-8"),
        )
    notes = []
    if encoding == "gb18030" and max(_usual_share(text, code) for code in _LEVEL_ONE) < 0.5:
        notes.append(
            Issue(
                code="extract.read.encoding",
                severity="warning",
                message=Text(
                    "编码可能识别有误，请检查文字是否为乱码", "the encoding is doubtful: check the characters"
                ),
                file=file,
                got=encoding,
                mend=Text("请另存为 UTF-8 后重新读取", "save the file in UTF-8 and read it again"),
            )
        )
    return text, encoding, notes


def find_encoding(raw: bytes, *, file: str) -> str:
    """Return ``utf-8``, ``utf-16``, ``utf-32``, ``gb18030`` or ``big5hkscs``; strict, by content."""
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    utf8_error = _strict(raw, "utf-8")
    if utf8_error is None:
        return "utf-8"
    repaired = raw.decode("utf-8", errors="replace")
    foreign = sum(not char.isascii() for char in repaired)
    if foreign >= 20 and repaired.count("\ufffd") <= _DAMAGED_SHARE * foreign:
        raise _undecodable(file, utf8_error)  # UTF-8 with a few broken bytes, not another encoding
    gb_error, big5_error = _strict(raw, "gb18030"), _strict(raw, "big5hkscs")
    if gb_error is None and big5_error is None:
        gb_share, big5_share = (
            _usual_share(raw.decode("gb18030"), "gb2312"),
            _usual_share(raw.decode("big5hkscs"), "big5"),
        )
        return "big5hkscs" if big5_share > gb_share else "gb18030"
    if gb_error is None:
        return "gb18030"
    if big5_error is None:
        return "big5hkscs"
    raise _undecodable(file, max(utf8_error, gb_error, big5_error, key=lambda error: error.start))


def _strict(raw: bytes, encoding: str) -> UnicodeDecodeError | None:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError as error:
        return error
    return None


def _usual_share(text: str, code: str) -> float:
    """Return the share of usual characters among those beyond ASCII (level 1 of ``code``, punctuation)."""
    foreign = [char for char in text if not char.isascii()]
    if not foreign:
        return 1.0
    usual = {char for char in set(foreign) if char in _PUNCTUATION or _is_level_one(char, code)}
    return sum(char in usual for char in foreign) / len(foreign)


def _is_level_one(char: str, code: str) -> bool:
    spelt = char.encode(code, errors="ignore")
    low, high = _LEVEL_ONE[code]
    return bool(spelt) and low <= spelt[0] <= high


def _undecodable(file: str, error: UnicodeDecodeError) -> InputError:
    byte = f"0x{error.object[error.start]:02x}"
    return InputError(
        "extract.read.encoding",
        Text(
            f"{file}：第 {error.start} 字节处（{byte}）不符合 {error.encoding} 编码，"
            "其他编码（UTF-8、GB18030、Big5）也不能解读",
            f"{file}: byte {error.start} ({byte}) is not {error.encoding}, and no other encoding (UTF-8, "
            "GB18030, Big5) fits",
        ),
        mend=Text("请用 UTF-8 编码重新保存", "save the file again in UTF-8"),
    )
