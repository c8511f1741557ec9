#!/usr/bin/env python3
"""Writes hostile_names.json beside it: names of callers that no page may take for anything else.

Some are written by hand; the others put what a page may trip over around what may do harm. Each has
at most 128 characters, which is what a telephone system may send.
"""

import json
import pathlib

CHARACTERS_MAX = 128
# Sets `pwned`, opens a dialog or asks a host, where it is taken for code.
HARM = [
    "<script>pwned=1</script>",
    "<img src=x onerror=pwned=1>",
    "<svg/onload=pwned=1>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:pwned=1>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'>",
    "<body onload=alert(1)>",
    "<details open ontoggle=pwned=1>x",
    "<input autofocus onfocus=pwned=1>",
    "<video><source onerror=pwned=1>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example>",
    "<a href=javascript:pwned=1>click</a>",
    "<form action=https://evil.example><button>go",
    "<object data=https://evil.example>",
    "<embed src=https://evil.example>",
    "<math><mtext></p><img src onerror=pwned=1>",
    "<template><img src=x onerror=pwned=1></template>",
    "javascript:pwned=1",
    "data:text/html,<script>pwned=1</script>",
    "{{constructor.constructor('pwned=1')()}}",
    "{@html '<img src=x onerror=pwned=1>'}",
    "${pwned=1}",
    "#{pwned=1}",
    "'-alert(1)-'",
    "\");alert(1);//",
]
BEFORE = ["", "\"'>", "</title></textarea>", "]]>", "-->", "\u202e", "王小明 "]
BY_HAND = [
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "＜script＞alert(1)＜/script＞",
    "\u202egnirts desrever",
    "\u2066\u2067\u2068isolates\u2069\u2069\u2069",
    "\u200f\u200eעברית English עברית",
    "محمد بن سلمان <script>",
    "a\u0000b\u0007c\u001b[31md\u009bHe",
    "line one\nline two\r\nline three\ttab",
    "\u2028line\u2029paragraph",
    "zero\u200bwidth\u200cjoin\u200ders\ufeff",
    "Z" + "\u0301" * 100 + "algo",
    "👩\u200d💻 👍\U0001f3fd \U0001f1e9\U0001f1ea",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "😀" * 64,
    "W" * 128,
    "W" * 60 + " " + "i" * 60,
    "王" * 128,
    "ｗｉｄｅ" * 30,
    "\u0e47" * 60,
    "﷽" * 20,
    "𒐫𒈙⸻꧅" * 10,
    "null", "undefined", "NaN", "true", "0", "-1", "[object Object]", "constructor", "__proto__",
    "'; DROP TABLE customers; --",
    "$(touch /tmp/pwned)", "`id`", "../../etc/passwd", "=cmd|'/C calc'!A0", "+1+1", "@SUM(1)",
    "   ", ".", "-", "—", "\u00a0\u00a0", "\u3000", "?", "/", "\\", "\"", "'", "<", ">", "&",
    "<b>bold</b>", "<!-- comment -->", "<!doctype html>", "</body></html>",
    "Robert'); alert('", "O'Brien-Smith", "Nuñez & Söhne <GmbH>", "Ða\u0301ng Thị",
]


def names():
    combined = [before + harm for harm in HARM for before in BEFORE]
    return list(dict.fromkeys(name[:CHARACTERS_MAX] for name in BY_HAND + combined))


path = pathlib.Path(__file__).resolve().with_name("hostile_names.json")
path.write_text(json.dumps(names(), ensure_ascii=True, indent=0) + "\n", encoding="utf-8")
