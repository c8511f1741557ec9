#!/usr/bin/env python3
"""The pages in Chromium, against a server with a telephone system that the tests are themselves.

    web_pages_test.py SUITE [unittest's arguments]

SUITE is one of tests/e2e/web/SUITE.test.mjs.
"""

import os
import sys
import unittest

import harness
import web_site

SUITE_S = 440


class WebPages(unittest.TestCase):
    def test_suite(self):
        if not os.path.exists(web_site.CHROMIUM):
            harness.skip("chromium is not installed (deploy/install-packages.sh test)")
        with web_site.WebSite() as site:
            site.open()
            status, output = site.run_script(f"{SUITE}.test.mjs", SUITE_S)
            print(output)
            self.assertEqual(status, 0, "see above")


if __name__ == "__main__":
    SUITE = sys.argv.pop(1)
    unittest.main()
