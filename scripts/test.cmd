@echo off
rem Installs what is missing into .venv, then runs the tests; arguments go to pytest.
setlocal
call "%~dp0env.cmd" dev
if not "%errorlevel%"=="0" exit /b %errorlevel%
cd /d "%~dp0.."
".venv\Scripts\python.exe" -m pytest %*
exit /b %errorlevel%
