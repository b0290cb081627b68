"""Digests of invented papers, one small text in each format that is read."""

from base64 import b64encode

ABSTRACT = (
    "We study what becomes of sundials in a country without sun, and show that a lamp that goes around them does as "
    "well. Experiments on nine sundials confirm this."
)

PAGE = f"""new

Get trending papers in your email inbox!

Subscribe

Daily Papers

byAK and the research community

Dec 10

Sundials Without Sun

{ABSTRACT}

  • 4 authors
·
Nov 3, 2024 7

Olmo 3

{ABSTRACT} The third of its kind.

lampworks Lamp Works
·
Dec 9
"""

MARKDOWN_PAGE = f"""---
url: https://huggingface.co/papers
title: Daily Papers - Hugging Face
---
new

Get trending papers in your email inbox once a day!

[Subscribe](https://huggingface.co/login?next=%2Fpapers)

# Daily Papers

## by [![](https://huggingface.co/front/ak.png)AK](https://huggingface.co/akhaliq) and the research community

- Daily
- Weekly

[Trending Papers](https://huggingface.co/papers/trending)

Oct 2

[101](https://huggingface.co/login?next=%2Fpapers%2F2606.00001)

### [Sundials \\[Without\\] Sun](https://huggingface.co/papers/2606.00001)

[{ABSTRACT}](https://huggingface.co/papers/2606.00001)

[![lamp-works](https://cdn.example.org/a.png)Lamp Works](https://huggingface.co/lamp-works)

·

May 29[6](https://huggingface.co/papers/2606.00001#community)

[-](https://huggingface.co/login?next=%2Fpapers%2F2502.00002)

### [Hourglasses, Upside\\  Down](https://huggingface.co/papers/2502.00002)

[We turn hourglasses and find that\\\\
sand runs both ways, see our [code](https://github.com/sand/glass) for\\\\
the proof that it does, which is long.](https://huggingface.co/papers/2502.00002)

[- ![](https://cdn.example.org/b.jpeg)\\\\
- ![](https://cdn.example.org/c.svg)\\\\
- 3 authors](https://huggingface.co/papers/2502.00002)

·

Feb 27, 2025
"""

LINKED_PAGE = f"""Daily Papers - Hugging Face

 Hugging Face

https://huggingface.co/

Models

https://huggingface.co/models

Get trending papers in your email inbox!

Daily Papers

by\x20

AK

https://huggingface.co/akhaliq

 and the research community

Daily

https://huggingface.co/papers/date/2026-03-24

Mar 25

 [-] -

https://huggingface.co/login?next=%2Fpapers%2F1802.00003

Sundials Without Sun

https://huggingface.co/papers/1802.00003

{ABSTRACT}

https://huggingface.co/papers/1802.00003

[

4 authors](https://huggingface.co/papers/1802.00003)

·

Feb 24, 2018

 [-] 5

https://huggingface.co/login?next=%2Fpapers%2F2510.00004

Hourglasses, Upside Down

https://huggingface.co/papers/2510.00004

{ABSTRACT}

https://huggingface.co/papers/2510.00004

 Lamp Works

https://huggingface.co/lampworks

·

Oct 23, 2025\x20

1

https://huggingface.co/papers/2510.00004#community
"""

REFERENCED_PAGE = f"""Get trending papers in your email inbox!

Dec 10

12

### [Sundials Without Sun][1]

{ABSTRACT}

- [4 authors][1]

·

Nov 3, 2024

[1]: https://huggingface.co/papers/2411.00005 "Sundials"
"""

LISTED_PAGE = f"""   Get trending papers in your email inbox!

   Dec 10

   [1]Sundials Without Sun

   {ABSTRACT}

   [2]4 authors

   ·

   Nov 3, 2024

References

   1. https://huggingface.co/papers/2411.00005
   2. https://huggingface.co/papers/2411.00005
"""

_TWICE = f"""Sundials Without Sun

{ABSTRACT}

  • 4 authors
·
Nov 3, 2024
"""
TRENDING_PAGE = f"""Get trending papers in your email inbox!

Trending Papers

{_TWICE}
{_TWICE}
Olmo 3

{ABSTRACT} The third.

Olmo 3

{ABSTRACT} The third.
"""


def _trending(number: str, title: str, who: str, date: str, votes: int, code: str) -> str:
    """An entry of the trending page in Markdown, which prints each twice: for wide windows, and for narrow ones."""
    site = "https://huggingface.co"
    above = (
        f"[![](https://cdn.example.org/a.png)]({site}/papers/{number})\n\nSubmitted by\n\n![](b.png)\n\nmalamp\n\n\n"
    )
    paper = f"### [{title}]({site}/papers/{number})\n\n\n{ABSTRACT}\n\n\n"
    below = f"[Upvote\n\n{votes}]({site}/login?next=%2Fpapers%2F{number})\n\n{code}[arXiv Page](https://arxiv.org/abs/{number})\n\n\n"
    return f"{above}{paper}{who}· Published on {date}\n\n\n{below}{above}{paper}{who}· {date}\n\n\n{below}"


TRENDING_MARKDOWN = """new

Get trending papers in your email inbox once a day!

[Subscribe](https://huggingface.co/login?next=%2Fpapers)

# Trending Papers

## by[![](https://cdn.example.org/ak.png) AK](https://huggingface.co/akhaliq) and the research community

-

-

Trending Papers

""" + "".join(
    (
        _trending(
            "2610.00006",
            "Sundials Without Sun",
            "[![lamp-works](https://cdn.example.org/c.png) Lamp Works](https://huggingface.co/lamp-works) ",
            "Oct 4, 2026",
            117,
            "[GitHub 3.29k](https://github.com/lamp/works) ",
        ),
        _trending(
            "2412.00007",
            "Hourglasses,\nUpside Down",
            "- ![](https://cdn.example.org/d.png)\n\n- 4 authors\n\n",
            "Dec 28, 2024",
            9,
            "",
        ),
    )
)

HTML_PAGE = f"""<!DOCTYPE html>
<html><head><title>Daily Papers</title><style>p {{color: red}}</style><script>if (a < b) alert("x")</script></head>
<body><!-- <p>hidden</p> --><h2>by <a href="https://huggingface.co/akhaliq"><img src="a.png" alt="">AK</a> and the
research community</h2><div>Get trending papers in your email inbox!</div>
<div>Dec 10</div>
<h3><a href="/papers/2411.00005">Sundials &amp; Lamps</a></h3>
<p>{ABSTRACT}</p>
<p>a stray

<b>word</b></p></body></html>
"""

MAILING = r"""Date: Fri,  9 Jun 23 00:44:20 GMT
Subject: sun daily 2 new + 1 cross received

------------------------------------------------------------------------------
------------------------------------------------------------------------------
Send any comments regarding submissions directly to submitter.
------------------------------------------------------------------------------
Archives at http://arxiv.org/archive/sun
To unsubscribe, e-mail To: sun@arxiv.org, Subject: cancel
------------------------------------------------------------------------------
 Submissions to:
Sundials and Lamps
 received from  Wed  7 Jun 23 18:00:00 GMT  to  Thu  8 Jun 23 18:00:00 GMT
------------------------------------------------------------------------------
------------------------------------------------------------------------------
\\
arXiv:2306.00001
Date: Wed, 7 Jun 2023 18:23:40 GMT   (14kb)

Title: Sundials Without Sun: A Lamp That Goes Around Them Does as Well as the
  Sun
Authors: A. Lamp (1 and 2), B. Dial Jr. and M{\aa}ns Sol ((1) Works of Lamps,
  (2) Here)
Categories: sun.DI lamp.AR
Comments: 7 pages, no figures
DOI: 10.1234/sun.5
\\
  A first paragraph of an
abstract, $x < y$.
  arXiv:2306.00009 is cited in a second.
\\ ( https://arxiv.org/abs/2306.00001 ,  14kb)
%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-
------------------------------------------------------------------------------
\\
arXiv:2306.00002 (*cross-listing*)
Date: Wed, 7 Jun 2023 19:00:00 GMT   (1,D)

Title: Hourglasses
Authors: The Sand Collaboration
Categories: sand.GL
\\
  Sand runs.
\\ ( https://arxiv.org/abs/2306.00002 ,  14kb)
%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%
------------------------------------------------------------------------------
\\
arXiv:2204.00003
replaced with revised version Thu, 8 Jun 2023 08:03:26 GMT   (25kb,D)

Title: Water Clocks
Authors: Mystery Person
Categories: sun.DI
\\ ( https://arxiv.org/abs/2204.00003 ,  25kb)
%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---
"""

PAST_WEEK = r"""------------------------------------------------------------------------------
\\
/* Fri, 3 Mar 2023 */
\\
------------------------------------------------------------------------------
\\
arXiv:2303.00001
Date: Thu, 2 Mar 2023 18:56:47 GMT   (828kb,D)

Title: Sundials Without Sun
Authors: A. Lamp
Categories: sun.DI
\\
------------------------------------------------------------------------------
\\
/* Thu, 2 Mar 2023 */
\\
------------------------------------------------------------------------------
\\
arXiv:2303.00002 (*cross-listing*)
Date: Wed, 1 Mar 2023 18:56:47 GMT   (828kb,D)

Title: Hourglasses
Authors: B. Dial
Categories: sand.GL sun.DI
\\
"""

MONTH_OF_LONG_AGO = r"""------------------------------------------------------------------------------
\\
Paper: sun-th/9201001
From: LAMP%WORKS.BITNET@EXAMPLE.ORG
Date: Thu, 2 JAN 92 12:17 N   (6kb)
Date (revised): Fri, 3 JAN 92 12:17 N   (6kb)

Title: Sundials Without Sun
Authors: A.Lamp, B.Dial et.al.
Report-no: LAMP-92/1
\\
------------------------------------------------------------------------------
\\
Paper (*cross-listing*): gr-qc/9201002
From:  <sand@example.org>
Date: Sat, 4 Jan 1992 19:21:39 GMT   (9kb)

Title: Hourglasses
Author: C. Sand
\\
"""

DAILY_PAPERS = """[
  {
    "paper": {
      "id": "2506.00001",
      "authors": [
        {"_id": "a1", "name": "Ada Lamp", "hidden": false, "user": {"fullname": "Ada", "isPro": false}},
        {"_id": "a2", "name": "Bo Dial", "hidden": false}
      ],
      "publishedAt": "2025-06-24T17:59:58.000Z",
      "submittedOnDailyAt": "2025-06-25T01:12:40.364Z",
      "title": "Sundials Without\\n  Sun",
      "summary": "A first line of\\nan abstract.\\n\\nA second paragraph.",
      "upvotes": 21,
      "ai_keywords": ["sundial", "lamp"],
      "githubRepo": "https://github.com/lamp/sun",
      "organization": {"_id": "o1", "name": "lampworks", "fullname": "Lamp Works", "avatar": "a.png"}
    },
    "publishedAt": "2025-06-24T13:59:58.000Z",
    "title": "Sundials Without\\n  Sun",
    "thumbnail": "https://example.org/1.png",
    "numComments": 3,
    "submittedBy": {"fullname": "somebody"}
  },
  {"paper": {"id": "2506.00002", "title": "Hourglasses", "summary": "Sand runs.", "upvotes": 0,
    "submittedOnDailyAt": "2025-06-25T02:00:00.000Z"}, "numComments": 0}
]
"""

DAILY_PAPERS_IN_PYTHON = """{
  "status": "success",
  "date": "2025-01-10",
  "count": 2,
  "data": [
    "{'paper': {'id': '2501.00001', 'authors': [{'name': \\"Ada O'Lamp\\", 'hidden': True}], 'publishedAt': '2025-01-09T18:53:06.000Z', 'title': 'Sundials Without Sun', 'summary': 'It\\\\'s a line of\\\\nan abstract.', 'upvotes': 51, 'discussionId': None}, 'numComments': 4}",
    "{'paper': {'id': '2501.00002', 'title': 'Hourglasses', 'summary': 'Sand runs.', 'upvotes': 5}}"
  ]
}
"""  # noqa: E501

ATOM = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/abc</id>
  <title>arXiv Query: search_query=all:sun</title>
  <updated>2026-04-12T22:10:19Z</updated>
  <opensearch:totalResults>2</opensearch:totalResults>
  <entry>
    <id>http://arxiv.org/abs/1605.00001v1</id>
    <title>Sündials Without
  Sun when $a &lt; b$</title>
    <updated>2016-05-26T17:59:46Z</updated>
    <link href="https://arxiv.org/abs/1605.00001v1" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/1605.00001v1" rel="related" type="application/pdf" title="pdf"/>
    <summary>A line of
an abstract.</summary>
    <category term="sun.DI" scheme="http://arxiv.org/schemas/atom"/>
    <category term="lamp.AR" scheme="http://arxiv.org/schemas/atom"/>
    <published>2016-05-25T17:59:46Z</published>
    <arxiv:comment>20 pages, 3 figures</arxiv:comment>
    <arxiv:journal_ref>J. Sun 5, 2017</arxiv:journal_ref>
    <arxiv:primary_category term="sun.DI"/>
    <author><name>Ada Lamp</name></author>
    <author><name>Bo Dial</name></author>
    <arxiv:doi>10.1234/sun.5</arxiv:doi>
  </entry>
  <entry>
    <id>http://arxiv.org/abs/hep-th/9901001v2</id>
    <title>Hourglasses</title>
    <summary>Sand runs.</summary>
  </entry>
</feed>
"""

RSS = """<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">
  <channel>
    <title>sun.DI updates on arXiv.org</title>
    <link>http://rss.arxiv.org/rss/sun.DI</link>
    <description>sun.DI updates on the arXiv.org e-print archive.</description>
    <pubDate>Mon, 27 Apr 2026 00:00:00 -0400</pubDate>
    <item>
      <title>Sundials Without Sun</title>
      <link>https://arxiv.org/abs/2604.00001</link>
      <description>arXiv:2604.00001v1 Announce Type: new\x20
Abstract: Although lamps go around, the sun does not.</description>
      <guid isPermaLink="false">oai:arXiv.org:2604.00001v1</guid>
      <category>sun.DI</category>
      <pubDate>Mon, 27 Apr 2026 00:00:00 -0400</pubDate>
      <arxiv:announce_type>new</arxiv:announce_type>
      <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
      <dc:creator>Ada Lamp, Bo Dial</dc:creator>
    </item>
    <item>
      <title>Hourglasses</title>
      <description>arXiv:2503.00002v3 Announce Type: replace-cross\x20
Abstract: Sand runs.</description>
      <pubDate>Mon, 27 Apr 2026 00:00:00 -0400</pubDate>
      <arxiv:announce_type>replace-cross</arxiv:announce_type>
      <dc:creator>Cy Sand</dc:creator>
    </item>
  </channel>
</rss>
"""

JOURNAL_FEED = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">
<channel rdf:about="https://example.org/"><title>Journal of Sundials</title><link>https://example.org/</link>
<dc:date>2026-04-27</dc:date></channel>
<item rdf:about="https://example.org/1"><title>Caf&eacute; &amp; Lamps at AT&T</title>
<link>https://example.org/1</link><description>&lt;p&gt;A &lt;b&gt;first&lt;/b&gt; paragraph.&lt;/p&gt;&lt;p&gt;A second.&lt;/p&gt;</description>
<dc:creator>Ada Lamp</dc:creator><dc:date>2026-04-26</dc:date><prism:doi>10.1234/sun.6</prism:doi>
<prism:publicationName>Journal of Sundials</prism:publicationName></item>
</rdf:RDF>
"""  # noqa: E501

SCHOLAR = """<!doctype html><html><head><style>body{background-color:#fff}</style></head><body><div>
<h3 style="font-weight:normal"><span style="font-size:11px">[PDF]</span> <a href="http://scholar.google.com/scholar_url?url=https://arxiv.org/pdf/1912.00001&amp;hl=en&amp;sa=X&amp;d=1" class="gse_alrt_title">Sundials [Without] <b>Sun</b></a></h3>
<div style="color:#006621">A Lamp, B Dial… - arXiv preprint arXiv:1912.00001, 2019</div>
<div class="gse_alrt_sni">Recent lamps go around sundials for <br>the best of them and cost nothing …</div>
<div><table><tbody><tr><td><a href="http://scholar.google.com/scholar_share?hl=en&amp;url=x"><img alt="Twitter" src="t.png"></a></td></tr></tbody></table></div><br>
<h3><a href="http://scholar.google.com/scholar_url?url=https://example.org/sand%3Fa%3D1&amp;hl=en" class="gse_alrt_title">Hourglasses</a></h3>
<div style="color:#006621">C Sand</div>
<div class="gse_alrt_sni">Sand runs …</div>
<div><a href="http://scholar.google.com/scholar_alerts?view_op=list_alerts">List my alerts</a></div>
<p>This alert is sent by Google Scholar. Google Scholar is a service by Google.</p></div></body></html>
"""  # noqa: E501

BIBTEX = r"""% Encoding: UTF-8
@string{jos = "Journal of Sundials"}
@comment{a comment}

@article{lamp2020,
  title = {{SUN}: {D}ials Without {\"U}ber-Sun when $a_{i} < b$ \& more},
  author = {L{\'a}mp, Ada and von Dial, Bo and Smith, Jr., Cy and {The Sand Collaboration}},
  journal = jos # " 33",
  year = 2020,
  month = jul,
  abstract = "We study {"}lamps{"}.

And sundials.",
  doi = {10.1234/SUN.7},
  eprint = {2001.00001v2}, archivePrefix = {arXiv}, primaryClass = {sun.DI},
  url = {https://example.org/sun\_dial}
}
@misc{b, title = "Hourglasses", doi = {10.48550/arXiv.2405.00002}, date = {2024-05-02}}
@book(c, title={Water Clocks}, year={1999})
"""

RIS = """TY  - JOUR
TI  - Sundials Without Sun
AU  - Lamp, Ada
AU  - Smith, Cy, Jr.
PY  - 2020
DA  - 2020/05/27/
AB  - A first line
and a second.
DO  - 10.48550/arXiv.2001.00001
JO  - Journal of Sundials
KW  - sundial
KW  - lamp
UR  - https://example.org/sun
L1  - https://example.org/sun.pdf
ER  -\x20

TY  - CONF
T1  - Hourglasses
A1  - Sand, Cy
Y1  - 2019
ER  -\x20
"""

RECORDS = (
    '{"id":"2505.00001","ids":["2505.00001","0123456789ab"],"title":"Sundials Without Sun","abstract":"One.\\n\\nTwo.",'
    '"authors":["Ada Lamp"],"author_count":1,"organization":{"handle":"lampworks","name":"Lamp Works"},'
    '"published":"2025-05-27","published_inferred":false,"published_text":"May 27, 2025","arxiv_id":"2505.00001",'
    '"doi":"10.1234/sun.8","url":"https://example.org/sun","pdf_url":"https://example.org/sun.pdf",'
    '"categories":["sun.DI"],"comments":3,"upvotes":5,"note":"Comments: 7 pages","marks":["starred"],'
    '"marked_at":"2026-11-22T08:15:30.120Z","sightings":[]}\n'
    '{"id":"ba9876543210","ids":["ba9876543210"],"title":"Hourglasses","abstract":"","authors":[],'
    '"author_count":null,"organization":null,"published":"2025-05-27","published_inferred":true,'
    '"published_text":"May 27","arxiv_id":null,"doi":null,"url":null,"pdf_url":null,"categories":[],"comments":null,'
    '"upvotes":null,"note":null,"marks":[],"marked_at":null,"sightings":[]}\n'
)

_ENCODED = b64encode(SCHOLAR.encode()).decode()
MAIL = f"""Return-Path: <alerts@example.org>
Received: from mail.example.org by mx.example.org; Tue, 10 Dec 2019 11:24:27 -0800
Date: Tue, 10 Dec 2019 11:24:26 -0800
Subject: =?utf-8?q?New_citations_of_=E2=80=9CSun=E2=80=9D?=
From: Alerts <alerts@example.org>
To: somebody@example.org
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

--outer
Content-Type: multipart/alternative; boundary="inner"

--inner
Content-Type: text/plain; charset=utf-8

See the other part.
--inner
Content-Type: text/html; charset="UTF-8"
Content-Transfer-Encoding: base64

{_ENCODED}
--inner--

--outer
Content-Type: image/png; name="logo.png"
Content-Transfer-Encoding: base64

AAAA
--outer
Content-Type: application/json; name="daily.json"

{DAILY_PAPERS}
--outer
Content-Type: text/plain; charset=us-ascii

To leave this list, write a letter.
--outer--
"""

ALL: dict[str, str] = {
    "page": PAGE,
    "markdown page": MARKDOWN_PAGE,
    "linked page": LINKED_PAGE,
    "referenced page": REFERENCED_PAGE,
    "listed page": LISTED_PAGE,
    "trending page": TRENDING_PAGE,
    "trending page in Markdown": TRENDING_MARKDOWN,
    "html page": HTML_PAGE,
    "mailing": MAILING,
    "past week": PAST_WEEK,
    "month of long ago": MONTH_OF_LONG_AGO,
    "daily papers": DAILY_PAPERS,
    "daily papers in Python": DAILY_PAPERS_IN_PYTHON,
    "atom": ATOM,
    "rss": RSS,
    "journal feed": JOURNAL_FEED,
    "scholar": SCHOLAR,
    "bibtex": BIBTEX,
    "ris": RIS,
    "records": RECORDS,
    "mail": MAIL,
}
