#!/usr/bin/env python3
"""Fails on functions over 70 lines or 5 parameters, and on `default` in a switch over an enum
(STYLE, section 5). Reads the layout that clang-format gives; clang_tidy.sh measures by the syntax
tree, and takes minutes."""

import re

from repository import CODE, files, finish, without_comment

LINES_MAX = 70
PARAMETERS_MAX = 5
NOT_A_FUNCTION = re.compile(
    r"^\s*(?:template <.*> )?(?:class|struct|enum|union|namespace|extern|using|typedef|return|"
    r"if|for|while|switch|else|do|case|#|//|\}|public:|private:|protected:)")


def without_literals(text):
    return re.sub(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])\'', '""', text)


def parameters_of(signature):
    """How many parameters the first parenthesis after a name holds."""
    text = without_literals(signature).replace("operator()", "operator").replace("->", "  ")
    opening = re.search(r"[\w\]]\(", text)
    if not opening:
        return 0
    depth, count, inside = 0, 0, ""
    for letter in text[opening.end() - 1:]:
        depth += {"(": 1, "<": 1, "{": 1, "[": 1, ")": -1, ">": -1, "}": -1, "]": -1}.get(letter, 0)
        if depth == 0:
            break
        count += letter == "," and depth == 1
        inside += letter
    return count + 1 if inside[1:].strip() not in ("", "void") else 0


def signatures(lines):
    """Yields (index of the first line, text up to its `{` or `;`, index of the last line of that,
    indentation) of what may be a function at namespace or class level."""
    index = 0
    while index < len(lines):
        line = lines[index]
        indentation = len(line) - len(line.lstrip())
        if indentation > 4 or "(" not in line or NOT_A_FUNCTION.match(line):
            index += 1
            continue
        end, text = index, without_comment(lines[index])
        while not re.search(r"[{};]\s*$", text) and end + 1 < len(lines) and end < index + 40:
            end += 1
            text += " " + without_comment(lines[end]).strip()
        yield index, text, end, indentation
        index = end + 1


def function_problems(path, lines):
    for index, text, end, indentation in signatures(lines):
        defines = text.rstrip().endswith("{")
        if "= {" in text or (indentation > 0 and not defines and path.suffix != ".h"):
            continue
        # A statement of a body in a header looks like a declaration; it has no type before it.
        declares = text.rstrip()[-1] in "{}" or re.match(
            r"^\s*(virtual |static |explicit |\[\[)", text)
        if declares and parameters_of(text) > PARAMETERS_MAX:
            yield (f"{path}:{index + 1}: {parameters_of(text)} parameters, at most "
                   f"{PARAMETERS_MAX}: pass a struct")
        if not defines:
            continue
        closing = " " * indentation + "}"
        last = next((number for number in range(end + 1, len(lines))
                     if lines[number].startswith(closing)), end)
        if last - index + 1 > LINES_MAX:
            yield f"{path}:{index + 1}: {last - index + 1} lines, at most {LINES_MAX}"


def switch_problems(path, lines):
    for index, line in enumerate(lines):
        found = re.match(r"^(\s*)default:", line)
        if not found:
            continue
        for above in range(index - 1, -1, -1):
            if re.match(rf"^{found[1]}case .*\bk[A-Z]\w*:", lines[above]):
                yield f"{path}:{index + 1}: list every enumerator instead of `default`"
                break
            if len(lines[above]) - len(lines[above].lstrip()) < len(found[1]) and lines[above]:
                break


def problems():
    for path, lines in files("server", "agent-client", "tests", suffixes=CODE):
        yield from function_problems(path, lines)
        yield from switch_problems(path, lines)


finish("function size", problems())
