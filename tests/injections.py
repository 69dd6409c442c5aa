"""Strings that do harm where text is taken for more than text: markup, code, a formula, a path, a turn of direction.

`check` refuses each of them in every column. What draws the dataset shows each as text all the same: a folder that was
never checked, an upload, a link. Whatever runs says so in `window.__ran`.
"""

RUN = "window.__ran=1"

HTML = (
    f"<img src=x onerror={RUN}>",
    f'"><img src=x onerror={RUN}>',
    f"'><img src=x onerror={RUN}>",
    f"<img src=x onerror={RUN}//",
    f'" autofocus onfocus="{RUN}" x="',
    f"' onmouseover='{RUN}",
    f"<details open ontoggle={RUN}>",
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f'<a href="javascript:{RUN}">here</a>',
    f"<object data=javascript:{RUN}>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    '<base href="https://evil.example/">',
    "<form action=https://evil.example/><button>go",
    "<style>@import 'https://evil.example/a.css';</style>",
    '<link rel="stylesheet" href="https://evil.example/a.css">',
    "</p></div></td></table><h1>Ours</h1>",
    "<!-- ",
    "<b>bold</b>",
    "&lt;b&gt;bold&lt;/b&gt;",
    f"&#60;img src=x onerror={RUN}&#62;",
)
SCRIPT = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</title></style></textarea><ScRiPt>{RUN}</ScRiPt>",
    f"<script >{RUN}",
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    "data:text/html;base64,PHNjcmlwdD53aW5kb3cuX19yYW49MTwvc2NyaXB0Pg==",
    "vbscript:msgbox",
    f"${{{RUN}}}",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    "{% for x in (1,2) %}{{ x }}{% endfor %}",
    f"\\';{RUN};//",
    f"%{{x}}<extra>{RUN}</extra>",
)
SVG = (
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"</text></svg><svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f'"/><set onend="{RUN}"/>',
    f"<math><mi xlink:href=javascript:{RUN}>x</mi></math>",
    "<?xml-stylesheet href='https://evil.example/a.xsl'?>",
    f"<![CDATA[<script>{RUN}</script>]]>",
)
MARKDOWN = (
    f"[here](javascript:{RUN})",
    "[here](https://evil.example/)",
    "![picture](https://evil.example/a.png)",
    "[here]: https://evil.example/",
    "[here][https]",
    f"<javascript:{RUN}>",
    "<https://evil.example/>",
    "`code`",
    "```\ncode\n```",
    "~~~ code",
    "$\\href{https://evil.example/}{here}$",
    "$$x^2$$",
    ":material/home:",
    ":red[alarm]",
)
FORMULA = (
    "=1+1",
    '=HYPERLINK("https://evil.example/","here")',
    '=IMPORTXML("https://evil.example/","//a")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "＝1＋1",
    "＠SUM(1)",
    "%0A-3+3+cmd|' /C calc'!A0",
)
BIDI_AND_CONTROL = (
    "abc\u202edcba",
    "abc\u2066dcba\u2069",
    "abc\u200fdcba",
    "abc\u061cdcba",
    "zero\u200bwidth",
    "byte\ufefforder",
    "soft\u00adhyphen",
    "null\x00byte",
    "\x1b[31mred",
    "two\nlines",
    "two\r\nlines",
    "two\u2028lines",
    "tag\U000e0041letter",
    "variant\ufe0f",
)
PATH = (
    "../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "/etc/passwd",
    "~/.ssh/id_rsa",
    "C:\\windows\\win.ini",
    "C:/windows/win.ini",
    "\\\\evil.example\\share",
    "//evil.example/share",
    "file:///etc/passwd",
    "a/../../b",
    "..",
    "%2e%2e%2fetc%2fpasswd",
    "..%2f..%2fetc%2fpasswd",
    "....//....//etc/passwd",
)

STRINGS = (*HTML, *SCRIPT, *SVG, *MARKDOWN, *FORMULA, *BIDI_AND_CONTROL, *PATH)
