"""Looks at this machine and says what may trouble a run: one line a finding, with what to do about it.

`checks` lists what is looked at, `runner` does it within time limits, `bundle` writes a file for support. Every
check is a function without arguments that returns findings; those that talk to drivers run in a process of their
own. What the findings mean is written in docs/troubleshooting.md.
"""
