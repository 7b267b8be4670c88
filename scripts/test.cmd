@echo off
rem Installs what is missing into .venv, then runs the tests on all processors, one that fails once more; arguments go to
rem pytest.
setlocal
call "%~dp0env.cmd" dev
if not "%errorlevel%"=="0" exit /b %errorlevel%
cd /d "%~dp0.."
".venv\Scripts\python.exe" -m pytest --numprocesses=auto --reruns=1 %*
exit /b %errorlevel%
