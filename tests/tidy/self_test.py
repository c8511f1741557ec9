#!/usr/bin/env python3
"""Fails when a tidy test no longer finds what it is for. Each row is a tree of one or two
files, the test that must refuse it and what it must say; or None, where it must accept the tree."""

import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent

LONG = "int Long() {\n" + "  Step();\n" * 69 + "}\n"
FITS = "int Fits(int a, int b, int c, int d, int e) {\n" + "  Step();\n" * 68 + "}\n"
SWITCH = "void F(Kind kind) {{\n  switch (kind) {{\n    case Kind::kOne:\n{}  }}\n}}\n"

# (test, {path: text}, part of the message, or None where there is no fault)
CASES = [
    ("layering", {"server/base/a.h": '#include "server/net/b.h"'}, "base must not include net"),
    ("layering", {"server/ports/a.h": '#include "server/base/b.h"'}, None),
    ("layering", {"server/base/a.h": '#include "result.h"'}, "must start at the root"),
    ("layering", {"server/engine/a.h": '#include "jackfield/v1/call.pb.h"'},
     "not know the contract"),
    ("layering", {"server/grpc_api/a.h": '#include "jackfield/v1/call.pb.h"'}, None),
    ("layering", {"server/engine/a.cc": "#include <boost/asio/post.hpp>"},
     "must not include <boost"),
    ("layering", {"server/telephony/ami/a.h": '#include "server/telephony/esl/b.h"'},
     "telephony/ami must not include telephony/esl"),
    ("layering", {"server/exchange/a.cc": "  throw 1;"}, "errors are Results here"),
    ("layering", {"server/exchange/a.cc": "#include <thread>"}, "no I/O, clocks or threads"),
    ("layering", {"server/storage/sqlite/a.cc": "auto t = std::chrono::system_clock::now();"},
     "ask Clock&"),
    ("layering", {"server/app/a.cc": "auto t = std::chrono::system_clock::now();"}, None),
    ("layering", {"server/net/a.h": "#include <random>"}, "ask Random&"),
    ("layering", {"server/ports/a.cc": ""}, "no code in ports"),
    ("layering", {"server/ports/a.h": "    if (ready) return;"}, "no code in ports"),
    ("layering", {"server/exchange/CMakeLists.txt": "  DEPENDS jackfield::storage_sqlite"},
     "exchange must not link storage"),
    ("layering", {"server/gadgets/a.h": ""}, "no layer is called gadgets"),
    ("layering", {"agent-client/terminal/a.h": '#include "server/engine/b.h"'},
     "agent-client must not include engine"),
    ("error_reasons", {"proto/jackfield/v1/a.proto": "// `NOT_FOUND`, reason `CALL_NOT_FOUND`."},
     "CALL_NOT_FOUND is not listed"),
    ("error_reasons", {"server/docs/api-errors.md": "| `CALL_NOT_FOUND` | `NOT_FOUND` | a | b |"},
     "CALL_NOT_FOUND is in no comment"),
    ("error_reasons", {"server/docs/api-errors.md": "| `A_B` | `WRONG` | a | b |"},
     "WRONG is no gRPC code"),
    ("error_reasons", {"proto/jackfield/v1/a.proto": "// `NOT_FOUND`, reason `A_B`.\n  C_D = 1;",
                       "server/docs/api-errors.md": "| `A_B` | `NOT_FOUND` | a | b |"}, None),
    ("named_tests", {"tests/README.md": '| complaint | test |\n|---|---|\n| Late | "is not" |'},
     'called "is not"'),
    ("named_tests", {"tests/README.md": '| complaint | test |\n|---|---|\n| Late | "is" |',
                     "tests/e2e/web/a.test.mjs": 'test("is", () => {});'}, None),
    ("words", {"server/net/a.cc": "// TO" "DO: limit"}, "where work is tracked"),
    ("words", {"tests/a.sh": "# FIX" "ME"}, "where work is tracked"),
    ("words", {"server/net/a.cc": "  thread.detach();"}, "cannot be awaited"),
    ("words", {"tests/a.cc": "  std::this_thread::sleep_for(1s);"}, "wait for an event"),
    ("words", {"server/net/a.cc": "  // Send(message);"}, "commented-out code"),
    ("words", {"server/net/a.cc": "  const Caller& caller = cards.Get(call)->caller();"},
     "keep what is shared"),
    ("words", {"server/net/a.cc": "  for (const auto& one : book.Current()->each) Use(one);"},
     "keep what is shared"),
    ("words", {"server/net/a.cc": "  const std::string name = book.Current()->name;"}, None),
    ("words", {"server/net/a.cc": "  // if (ready) {"}, "commented-out code"),
    ("words", {"server/net/a.cc": "  // Sent once (RFC 3261, 17.1); half of it."}, None),
    ("header_form", {"server/net/a.h": "int F();"}, "starts with #pragma once"),
    ("header_form", {"server/net/a.h": "#pragma once\n\n// What it is.\nclass A {"},
     "Thread safety"),
    ("header_form", {"server/net/a.h": "#pragma once\n\n// Thread safety: good.\nclass A {"},
     "Thread safety"),
    ("header_form", {"server/net/a.h": "#pragma once\n\n// A.\n//\n// Thread safety: thread-safe.\n"
                                       "template <typename T>\nclass A {\nclass B;"}, None),
    ("header_form", {"server/net/a.h": "#pragma once", "server/net/a.cc": "#include <map>"},
     "the first #include is the own header"),
    ("header_form", {"server/net/a.h": "#pragma once",
                     "server/net/a.cc": '#include "server/net/a.h"'}, None),
    ("header_form", {"server/net/a.cc": "/" * 101}, "101 columns"),
    ("header_form", {"server/net/a.cc": "/" * 100}, None),
    ("function_size", {"server/net/a.cc": LONG}, "71 lines, at most 70"),
    ("function_size", {"server/net/a.cc": FITS}, None),
    ("function_size", {"server/net/a.cc": "void F(int a, int b,\n int c, int d, int e, int f) {}"},
     "6 parameters"),
    ("function_size", {"server/net/a.h": "  virtual void F(int a, M<int, int> b, int c, int d,\n"
                                         "                 int e, int f) = 0;"}, "6 parameters"),
    ("function_size", {"server/net/a.cc": "void F(M<int, int> a, int b, int c, int d, int e) {\n}"},
     None),
    ("function_size", {"server/net/a.cc": SWITCH.format("      break;\n    default:\n")},
     "list every enumerator"),
    ("function_size", {"server/net/a.cc": SWITCH.format("      break;\n")}, None),
    ("mirror", {"server/base/a.cc": ""}, "has no tests/unit/base/a_test.cc"),
    ("mirror", {"server/base/a.cc": "", "tests/unit/base/a_test.cc": ""}, None),
    ("mirror", {"server/base/a.cc": "", "tests/unit/base/a_limits_test.cc": ""}, None),
    ("mirror", {"server/exchange/calendar/a.cc": ""}, "has no tests/unit/exchange/calendar/a_test"),
    ("mirror", {"tests/unit/base/b_test.cc": ""}, "there is no server/base/b.h"),
    ("mirror", {"server/telephony/ami/ami_parser.cc": ""}, "has no tests/unit/telephony/ami"),
    ("mirror", {"server/telephony/ami/ami_connector.cc": ""}, None),
    ("layout", {"Makefile": ""}, "does not belong at the top level"),
    ("layout", {"README.md": "Run `tests/gone.sh`."}, "tests/gone.sh does not exist"),
    ("layout", {"README.md": "Run `tests/run.sh --fresh`.", "tests/run.sh": ""}, None),
    ("layout", {"server/docs/a.md": "[b](b.md)"}, "links to b.md"),
    ("layout", {"README.md": "", "CMakeLists.txt": "option(JACKFIELD_X \"\" ON)"},
     "no row in README.md"),
    ("format", {"server/net/a.cc": "int  F( );\n"}, "a.cc:1:"),
    ("config_keys", {"build/bin/jackfieldd": "#!/bin/sh\necho a.b",
                     "deploy/config/jackfield.toml": "[a]\n# What b is.\n#b = 1"}, None),
    ("config_keys", {"build/bin/jackfieldd": "#!/bin/sh\necho a.b; echo a.c",
                     "deploy/config/jackfield.toml": "[a]\n# What b is.\nb = 1"},
     "does not document a.c"),
    ("config_keys", {"build/bin/jackfieldd": "#!/bin/sh\necho 's.*.b'",
                     "deploy/config/jackfield.toml": "[[s]]\n# What b is.\nb = 1\n# C.\nc = 1"},
     "documents s.*.c"),
    ("config_keys", {"build/bin/jackfieldd": "#!/bin/sh\necho b",
                     "deploy/config/jackfield.toml": "b = 1"}, "no comment says"),
]


def fault_of(test, tree, message):
    """Why the case failed, or None."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in tree.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            path.chmod(0o755)
        run = subprocess.run(
            [sys.executable, "-B", HERE / f"{test}_test.py", pathlib.Path(folder, "build")],
            env={**os.environ, "JACKFIELD_TIDY_ROOT": folder}, text=True, capture_output=True,
            check=False)
    output = run.stdout + run.stderr
    if message is None:
        return None if run.returncode == 0 else f"{test} refuses {tree}:\n{output}"
    if run.returncode == 1 and message in output:
        return None
    return f"{test} does not say '{message}' of {tree}:\n{output}"


faults = [fault for fault in (fault_of(*case) for case in CASES) if fault]
print("\n".join(faults) or f"self test: ok, {len(CASES)} cases")
sys.exit(1 if faults else 0)
