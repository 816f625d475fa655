"""Texts a student may hand in as Markdown, each of which acts or loads where it is rendered as it was typed."""

BAIT = "http://bait.invalid/"
"""A request to it, or a dialog, says that something acted."""

TEXTS = {
    "a link that runs": "[my answer](javascript:alert(1))",
    "a link that runs, in capitals": "[my answer](JaVaScRiPt:alert(1))",
    "a link that runs, by entities": "[my answer](&#106;avascript:alert(1))",
    "a link that runs, by an entity in the colon": "[my answer](javascript&colon;alert(1))",
    "a link that runs, with a tab": "[my answer](<java\tscript:alert(1)>)",
    "a reference link that runs": "[my answer][x]\n\n[x]: javascript:alert(1)",
    "a reference link, defined below": "[x]\n\ntext\n\n[x]: <javascript:alert(1)> 'title'",
    "an autolink that runs": "<javascript:alert(1)>",
    "a page in a link": "[my answer](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "vbscript": "[my answer](vbscript:msgbox(1))",
    "a picture from outside": f"![]({BAIT}p.png)",
    "a reference picture from outside": f"![x][y]\n\n[y]: {BAIT}p.png",
    "a picture that is a page": "![x](data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>)",
    "a picture in a link that runs": f"[![x]({BAIT}p.png)](javascript:alert(1))",
    "a script": "<script>alert(1)</script>",
    "a script in a block": "text\n\n<div>\n<script>alert(1)</script>\n</div>\n",
    "a handler": f"<img src={BAIT}x.png onerror=alert(1)>",
    "a drawing": "<svg onload=alert(1)></svg>",
    "a drawing that animates a link": "<svg><a><animate attributeName=href values=javascript:alert(1) /><text y=20>x</text></a></svg>",
    "a frame": f"<iframe src='{BAIT}f.html'></iframe>",
    "a frame that holds a page": '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "a style sheet": f"<style>body {{ background: url({BAIT}s.png) }}</style>",
    "a style": f"<p style='background: url({BAIT}s.png)'>x</p>",
    "a link to a style sheet": f"<link rel=stylesheet href={BAIT}s.css>",
    "another base": f"<base href={BAIT}><img src=x.png>",
    "going elsewhere": f"<meta http-equiv=refresh content='0;url={BAIT}'>",
    "a form": f"<form action={BAIT}><button>Continue grading</button></form>",
    "a sound": f"<audio src={BAIT}a.mp3 autoplay></audio>",
    "an object": f"<object data={BAIT}o></object>",
    "a handler in details": "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "a tag that is cut": f"<img src={BAIT}x.png onerror=alert(1) //",
    "a tag inside code": "`<img src=x onerror=alert(1)>`</code><img src=x onerror=alert(1)>",
    "a fence that ends early": "```\n</code></pre><script>alert(1)</script>\n```",
    "a fence with a language": '```"><script>alert(1)</script>\nx\n```',
    "a table": "| a | b |\n|---|---|\n| <script>alert(1)</script> | [x](javascript:alert(1)) |",
    "a heading": '# <img src=x onerror=alert(1)>\n\n[x](#a"onclick="alert(1))',
    "an alt text": '![" onerror="alert(1)](x.png)',
    "a title": '[x](http://ok.invalid "\\" onmouseover=\\"alert(1)")',
    "a formula with a link": "$\\href{javascript:alert(1)}{x}$",
    "a formula with a link in a block": "$$\\href{javascript:alert(1)}{x}$$",
    "a formula that names it anew": "$\\def\\y#1{\\href{#1}{x}}\\y{javascript:alert(1)}$",
    "a formula by another name": "$\\csname href\\endcsname{javascript:alert(1)}{x}$",
    "a formula with a style": f"$\\style{{background:url({BAIT}m.png)}}{{x}}$",
    "a formula with a box": f"$\\bbox[background:url({BAIT}m.png)]{{x}}$",
    "a formula of tokens": '$\\mmlToken{mi}[href="javascript:alert(1)"]{x}$',
    "an environment with a link": "\\begin{align}\n\\href{javascript:alert(1)}{x} &= 1\n\\end{align}",
    "a formula in brackets": "\\\\(\\href{javascript:alert(1)}{x}\\\\)",
    "MathML": "<math><mi href='javascript:alert(1)'>x</mi></math>",
    "a comment that is none": "<!--><img src=x onerror=alert(1)>-->",
    "CDATA": "<![CDATA[><img src=x onerror=alert(1)>]]>",
    "an attachment that is a drawing": "![x](attachment:x.svg)",
    "a template of the page": "{{ 7*7 }} {% raw %}<script>alert(1)</script>",
}

ATTACHMENTS = {
    "x.svg": {
        "image/svg+xml": "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIG9ubG9hZD0iYWxlcnQoMSkiLz4="
    },
    "x.png": {
        "image/png": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    },
}
