"""Writes the manual page from what `headcount --experimental-dump-help` says: the help is the one source of both.

usage: headcount --experimental-dump-help | manual.py VERSION > headcount.1
"""

import json
import os
import sys
import time


def escape(text):
    """Text as roff takes it: no request, no escape of its own."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join(("\\&" + line if line[:1] in (".", "'") else line) for line in text.split("\n"))


def paragraphs(text):
    """Paragraphs; lines that are indented (examples) stay lines of their own."""
    out = []
    literal = False
    for line in text.split("\n"):
        indented = line.startswith("  ")
        if indented != literal:
            out.append(".nf" if indented else ".fi")
            literal = indented
        if not line.strip():
            if not literal:
                out.append(".PP")
        else:
            out.append(escape(line if indented else line.strip()))
    if literal:
        out.append(".fi")
    return out


def names(argument):
    value = argument.get("valueName", "")
    if argument["kind"] == "positional":
        text = f"\\fI{escape(value)}\\fR"
        return text + (" ..." if argument["isRepeating"] else "")
    spelled = []
    for name in sorted(argument["names"], key=lambda name: (name["kind"] == "long", name["name"])):
        dash = "--" if name["kind"] == "long" else "-"
        spelled.append(f"\\fB{escape(dash + name['name'])}\\fR")
    text = ", ".join(spelled)
    return text + (f" \\fI{escape(value)}\\fR" if argument["kind"] == "option" else "")


def options(command, out):
    for argument in command.get("arguments", []):
        if not argument.get("shouldDisplay", True):
            continue
        out.append(".TP")
        out.append(names(argument))
        words = argument.get("abstract", "") or ""
        default = argument.get("defaultValue")
        if default:
            words += f" (default: {default})"
        values = argument.get("allValues")
        if values:
            words += f" (values: {', '.join(values)})"
        out.append(escape(words.strip()) or "\\ ")


def main():
    version = sys.argv[1]
    tool = json.load(sys.stdin)["command"]
    day = time.strftime("%Y-%m-%d", time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", "0"))))
    out = [f'.TH HEADCOUNT 1 {day} "headcount {escape(version)}" "User Commands"', ".SH NAME"]
    out.append(f"headcount \\- {escape(tool['abstract'].rstrip('.'))}")
    out += [".SH SYNOPSIS", ".B headcount", "\\fIcommand\\fR [\\fIoptions\\fR]", ".SH DESCRIPTION"]
    out += paragraphs(tool.get("discussion", ""))
    out.append(".SH COMMANDS")
    for command in tool["subcommands"]:
        if not command.get("shouldDisplay", True):
            continue
        out.append(f".SS headcount {escape(command['commandName'])}")
        out.append(escape(command.get("abstract", "")))
        if command.get("discussion"):
            out.append(".PP")
            out += paragraphs(command["discussion"])
        options(command, out)
    out += [".SH OPTIONS"]
    options(tool, out)
    print("\n".join(out))


if __name__ == "__main__":
    main()
