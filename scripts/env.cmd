@echo off
rem Called by run and test with the name of an extra: finds Python, and installs reactdrill into .venv
rem when something changed.
setlocal
call :try "%~dp0..\.venv\Scripts\python.exe" && goto install
call :try py -3 && goto install
call :try python && goto install
echo reactdrill: needs Python 3.11 or newer. Install it with its "py" launcher and start again. 1>&2
exit /b 1

:install
%python% -E "%~dp0install.py" %1
exit /b %errorlevel%

:try
set python=%*
%python% -E -S -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>&1
exit /b %errorlevel%
