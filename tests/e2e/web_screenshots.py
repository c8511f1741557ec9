#!/usr/bin/env python3
"""Takes pictures of every state of the pages into a folder: web_screenshots.py FOLDER. To be called
by tests/e2e/web/screenshots.sh."""

import pathlib
import sys

import web_site

LIMIT_S = 300


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with web_site.WebSite() as site:
        site.open()
        status, output = site.run_script("screenshots.mjs", LIMIT_S, str(folder))
        print(output, end="")
    return status


sys.exit(main())
